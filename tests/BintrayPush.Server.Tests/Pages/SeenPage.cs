using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BintrayPush.Server.Pages;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>A page as a browser reads it. Whatever is on it, these things are true of it.</summary>
internal sealed class SeenPage
{
    private const int LargestPage = 3 << 20;

    private SeenPage(IDocument document) => Document = document;

    public IDocument Document { get; }

    /// <summary>All that somebody reads.</summary>
    public string Text => Document.Body!.TextContent;

    public string Title => Document.QuerySelector("h1")!.TextContent;

    /// <summary>Reads a page, which must be answered with this status.</summary>
    public static SeenPage Of(Reply reply, int status = 200)
    {
        Assert.AreEqual(status, reply.Status, reply.Body);
        Assert.AreEqual("text/html; charset=utf-8", reply.Header("Content-Type"));
        Assert.AreEqual(PageAnswer.Policy, reply.Header("Content-Security-Policy"));
        Assert.AreEqual("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.AreEqual("same-origin", reply.Header("Referrer-Policy"));
        Assert.AreEqual("no-store", reply.Header("Cache-Control"));
        Assert.IsLessThan(LargestPage, reply.Body.Length);
        // At the first fault that the standard knows of, reading ends.
        var page = new SeenPage(new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(reply.Body));
        page.HasWhatPeopleNeed();
        page.HoldsNothingThatRuns();
        return page;
    }

    /// <summary>All that somebody reads of its content, with one blank where the page has any number of them, or lines.</summary>
    public string Words => Regex.Replace(Document.QuerySelector("main")!.TextContent, @"\s+", " ");

    /// <summary>Nothing on it turns the text around it.</summary>
    public void TurnsNothing() => Assert.AreEqual(
        -1, Document.DocumentElement.TextContent.IndexOfAny(['\u202E', '\u202D', '\u2066', '\u2067', '\u200F', '\u061C']));

    /// <summary>The bytes of a page, which must be answered with this status.</summary>
    public static string BodyOf(Reply reply, int status)
    {
        Of(reply, status);
        return reply.Body;
    }

    /// <summary>Where the link with these words leads.</summary>
    public string Link(string words) =>
        Document.QuerySelectorAll("a").Single(link => link.TextContent.Trim() == words).GetAttribute("href")!;

    private void HasWhatPeopleNeed()
    {
        Assert.HasCount(1, Document.QuerySelectorAll("h1"));
        Assert.HasCount(1, Document.QuerySelectorAll("main"));
        Assert.AreEqual("en", Document.DocumentElement.GetAttribute("lang"));
        Assert.IsGreaterThan(0, Document.Title!.Length);
        foreach (var field in Document.QuerySelectorAll("input:not([type=hidden]), select"))
        {
            Assert.HasCount(1, Document.QuerySelectorAll($"label[for='{field.Id}']"), field.OuterHtml);
        }

        var ids = Document.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        CollectionAssert.AllItemsAreUnique(ids);
        foreach (var name in (string[])["aria-labelledby", "aria-describedby"])
        {
            foreach (var named in Document.QuerySelectorAll($"[{name}]"))
            {
                CollectionAssert.Contains(ids, named.GetAttribute(name));
            }
        }

        foreach (var button in Document.QuerySelectorAll("button"))
        {
            Assert.IsGreaterThan(0, button.TextContent.Trim().Length, button.OuterHtml);
        }

        foreach (var form in Document.QuerySelectorAll("form[method=post]"))
        {
            Assert.HasCount(1, form.QuerySelectorAll("input[type=hidden][name=token]"), form.OuterHtml);
        }
    }

    private void HoldsNothingThatRuns()
    {
        Assert.IsEmpty(Document.QuerySelectorAll(
            "script, style, iframe, frame, object, embed, svg:not(.chart > svg), "
                + "math, base, img, video, audio, applet, template, noscript"));
        // What a chart consists of: shapes, and words for them.
        Assert.IsEmpty(Document.QuerySelectorAll(".chart svg *:not(rect, line, title, desc)"));
        Assert.IsEmpty(Document.QuerySelectorAll("meta[http-equiv], link:not([rel=stylesheet], [rel=icon])"));
        foreach (var element in Document.All)
        {
            foreach (var attribute in element.Attributes)
            {
                Assert.IsFalse(
                    attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "style" or "srcdoc",
                    element.OuterHtml);
            }
        }

        foreach (var link in Document.QuerySelectorAll("[href], [src], [action], [formaction]"))
        {
            var address = link.GetAttribute("href") ?? link.GetAttribute("src") ?? link.GetAttribute("action") ?? "";
            var isOutside = new[] { "http://", "https://", "mailto:" }.Any(scheme => address.StartsWith(scheme, StringComparison.Ordinal));
            var isHere = address == "#content" || (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal));
            Assert.IsTrue(isOutside || isHere, link.OuterHtml);
            Assert.AreEqual(isOutside ? "nofollow noopener" : null, isOutside ? link.GetAttribute("rel") : null, link.OuterHtml);
        }
    }
}
