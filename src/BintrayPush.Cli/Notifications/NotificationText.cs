using System.Globalization;
using System.Net;
using System.Text;
using BintrayPush.Report;

namespace BintrayPush.Cli.Notifications;

/// <summary>What a mail says of a push: one digest, however many files it has.</summary>
internal static class NotificationText
{
    private const int MostFiles = 200;
    private const int MostProblems = 20;

    private const string Cell = "padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid #d0d7de;";

    private static readonly string[] Columns = ["Outcome", "File", "Size", "Where"];

    /// <summary>The subject: the outcome first, for people who read nothing else.</summary>
    public static string Subject(EndedPush push) => $"{Word(push)}: {push.Name}{Versions(push)}";

    private static string Word(EndedPush push) => push is { IsDone: true, IsStaged: true } ? PushStates.Staged : push.State.Word();

    public static string Plain(EndedPush push)
    {
        var text = new StringBuilder();
        text.Append(Summary(push)).Append("\n\n");
        foreach (var problem in push.Problems.Take(MostProblems))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Kind(problem)} {problem.Code}: {problem.Text}\n");
        }

        text.Append(More(push.Problems.Count, MostProblems, "more problems\n")).Append(push.Problems.Count > 0 ? "\n" : "");
        foreach (var file in push.Files.Take(MostFiles))
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Outcome,-9} {file.Name} ({PushSummary.Size(file.Size)}) {Where(file)}\n");
        }

        return text.Append(More(push.Files.Count, MostFiles, "more files\n"))
            .Append(CultureInfo.InvariantCulture, $"\nStarted {push.Started}, on {Environment.MachineName}.\n").ToString();
    }

    /// <summary>The same as a page. Mail programs know few elements, and styles only where they are used.</summary>
    public static string Html(EndedPush push)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light\"><title>")
            .Append(Escaped(Subject(push)))
            .Append("</title></head><body style=\"margin:0;padding:24px;background:#ffffff;color:#1f2328;")
            .Append("font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\">")
            .Append(CultureInfo.InvariantCulture, $"<div style=\"border-left:6px solid {Colour(push.State)};padding:4px 0 4px 16px\">")
            .Append(CultureInfo.InvariantCulture, $"<h1 style=\"margin:0;font-size:20px\">{Escaped(Subject(push))}</h1>")
            .Append(CultureInfo.InvariantCulture, $"<p style=\"margin:4px 0 0\">{Escaped(Summary(push))}</p></div>");
        if (push.Problems.Count > 0)
        {
            page.Append("<h2 style=\"font-size:16px;margin:24px 0 4px\">Problems</h2>");
            foreach (var problem in push.Problems.Take(MostProblems))
            {
                var colour = problem.IsError ? "#cf222e" : "#9a6700";
                page.Append("<p style=\"margin:0 0 8px;overflow-wrap:anywhere\">")
                    .Append(CultureInfo.InvariantCulture, $"<strong style=\"color:{colour}\">")
                    .Append(CultureInfo.InvariantCulture, $"{Kind(problem)} {Escaped(problem.Code)}</strong> {Escaped(problem.Text)}</p>");
            }

            page.Append(Paragraph(More(push.Problems.Count, MostProblems, "more problems")));
        }

        if (push.Files.Count > 0)
        {
            page.Append("<h2 style=\"font-size:16px;margin:24px 0 4px\">Files</h2>")
                .Append("<table style=\"border-collapse:collapse;font-size:13px\"><tr>")
                .AppendJoin("", Columns.Select(column => $"<th scope=\"col\" style=\"{Cell}\">{column}</th>"))
                .Append("</tr>");
            foreach (var file in push.Files.Take(MostFiles))
            {
                page.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"{Cell}\">{Escaped(file.Outcome)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell}overflow-wrap:anywhere\">{Escaped(file.Name)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell}white-space:nowrap\">{PushSummary.Size(file.Size)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell}overflow-wrap:anywhere\">{Link(file)}</td></tr>");
            }

            page.Append("</table>").Append(Paragraph(More(push.Files.Count, MostFiles, "more files")));
        }

        return page.Append("<p style=\"margin:24px 0 0;color:#59636e;font-size:12px\">")
            .Append(Escaped($"Started {push.Started}, on {Environment.MachineName}.")).Append("</p></body></html>").ToString();
    }

    private static string Summary(EndedPush push)
    {
        var counts = push.Files.GroupBy(file => file.Outcome)
            .Select(same => $"{same.Count().ToString(CultureInfo.InvariantCulture)} {same.Key.ToLowerInvariant()}").ToList();
        var published = push.Files.Count(file => file.IsPublished);
        return string.Join(", ", [
            .. counts.DefaultIfEmpty("no file"),
            push.Files.Count > 0 ? $"{published.ToString(CultureInfo.InvariantCulture)} of {push.Files.Count} public" : "nothing is public",
        ]) + $", {push.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            + (push.Destination.Length > 0 ? $", to {push.Destination}" : "");
    }

    private static string Versions(EndedPush push)
    {
        var versions = push.Files.Select(file => file.Version).OfType<string>().Distinct().ToList();
        return versions switch
        {
            [] => "",
            [var version] => $" {version}",
            _ => $", {versions.Count.ToString(CultureInfo.InvariantCulture)} versions",
        };
    }

    private static string Colour(PushState state) => state switch
    {
        PushState.Done => "#1a7f37",
        PushState.Cancelled => "#9a6700",
        _ => "#cf222e",
    };

    private static string Kind(EndedProblem problem) => problem.IsError ? "Error" : "Note";

    private static string Where(EndedFile file) => file.IsPublished ? file.Url ?? $"{file.Repository}/{file.Path}" : "not public";

    /// <summary>Only an address of the web is a link: what a receipt says must not make another one.</summary>
    private static string Link(EndedFile file) =>
        file is { IsPublished: true, Url: { } url } && Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            ? $"<a href=\"{Escaped(address.AbsoluteUri)}\">{Escaped(url)}</a>"
            : Escaped(Where(file));

    private static string More(int count, int most, string words) =>
        count > most ? $"and {(count - most).ToString(CultureInfo.InvariantCulture)} {words}" : "";

    private static string Paragraph(string text) => text.Length == 0 ? "" : $"<p style=\"margin:8px 0 0\">{Escaped(text)}</p>";

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
