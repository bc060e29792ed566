using AngleSharp.Html.Dom;
using AngleSharp.Xhtml;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BintrayPush.Server.Pages;

/// <summary>
/// Markdown from outside as HTML in which nothing runs and nothing is loaded. HTML within it is shown as the text that it is, pictures
/// become links, and of what is made then only known elements and attributes are let through.
/// </summary>
internal static class DocumentHtml
{
    /// <summary>Below the title of the page and that of the document.</summary>
    private const int HeadingsBelow = 2;

    private const int DeepestHeading = 6;

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().UseAutoLinks().Build();

    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <summary>The HTML.</summary>
    /// <exception cref="ArgumentException">It is nested too deeply.</exception>
    public static string Of(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + HeadingsBelow, DeepestHeading);
        }

        foreach (var picture in document.Descendants<LinkInline>().Where(link => link.IsImage).ToList())
        {
            ReplacePicture(picture);
        }

        // An entity may stand for a sign that no page may hold.
        var html = ShownText.Lines(document.ToHtml(Pipeline), int.MaxValue);
        return Sanitizer.Sanitize(html, baseUrl: "", XhtmlMarkupFormatter.Instance);
    }

    /// <summary>By a link to it; within a link by its words.</summary>
    private static void ReplacePicture(LinkInline picture)
    {
        if (picture.FirstChild is null)
        {
            picture.AppendChild(new LiteralInline("picture"));
        }

        if (picture.FindParentOfType<LinkInline>().Any(parent => parent != picture))
        {
            picture.ReplaceBy(new ContainerInline());
        }
        else
        {
            picture.IsImage = false;
        }
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "ins", "li", "mark", "ol", "p", "pre", "strong",
                "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "start", "title" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
        });
        // What is relative was meant from another place than this page.
        sanitizer.FilterUrl += (_, url) => url.SanitizedUrl = OutsideLink.CheckedOfDocument(url.SanitizedUrl);
        sanitizer.PostProcessNode += (_, made) => (made.Node as IHtmlAnchorElement)?.SetAttribute("rel", "nofollow noopener");
        return sanitizer;
    }
}
