using System.Globalization;
using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>
/// What a push did, where people look on GitHub Actions: a table on the page of the run (<c>GITHUB_STEP_SUMMARY</c>), and outputs for later
/// steps (<c>GITHUB_OUTPUT</c>). Elsewhere neither variable is set, and nothing is written.
/// </summary>
public static class RunSummary
{
    private const string Summary = "GITHUB_STEP_SUMMARY";
    private const string Outputs = "GITHUB_OUTPUT";

    /// <summary>What begins something in Markdown.</summary>
    private const string Marks = "\\`*_[]()#|!~@";

    /// <summary>The page of a step takes no more than a megabyte.</summary>
    private const int MostLines = 200;

    /// <summary>Adds it to what other pushes of the same step have written.</summary>
    /// <param name="name">What was pushed.</param>
    /// <param name="receipt">What was done.</param>
    /// <param name="receiptFile">The receipt's absolute path, if it was written.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <returns>A warning, if it could not be written.</returns>
    public static Problem? Write(string name, Receipt receipt, string? receiptFile, Func<string, string?> environment)
    {
        try
        {
            Append(environment(Summary), () => Page(name, receipt));
            Append(environment(Outputs), () => Values(receipt, receiptFile));
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new Problem(
                "BTP5017",
                Severity.Warning,
                $"The summary for the page of this run could not be written: {cause.Message.TrimEnd('.')}. The push itself is not "
                    + "changed by that.");
        }
    }

    private static void Append(string? file, Func<string> text)
    {
        if (!string.IsNullOrWhiteSpace(file))
        {
            File.AppendAllText(file!, text(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private static string Page(string name, Receipt receipt)
    {
        var page = new StringBuilder().Append("### ").Append(receipt.State.Word()).Append(": ").Append(Escaped(name)).Append("\n\n")
            .Append(Escaped(PushSummary.Total(name, receipt))).Append("\n\n");
        foreach (var problem in receipt.Problems.Where(problem => problem.Severity != Severity.Message).Take(MostLines))
        {
            page.Append("- **").Append(Escaped(problem.Code)).Append("** ").Append(Escaped(problem.Text)).Append('\n');
        }

        if (receipt.Files.Count > 0)
        {
            page.Append("\n| outcome | file | size | where |\n| --- | --- | --- | --- |\n");
            foreach (var file in receipt.Files.Take(MostLines))
            {
                page.Append("| ").Append(file.Outcome).Append(" | ")
                    .Append(Escaped(Path.GetFileName(file.Artifact.LocalPath))).Append(" | ")
                    .Append(PushSummary.Size(file.Size ?? 0)).Append(" | ")
                    .Append(file.Published ? Escaped(file.Url ?? $"{file.Coordinates.Repository}/{file.Coordinates.Path}") : "not public")
                    .Append(" |\n");
            }
        }

        if (receipt.Files.Count > MostLines)
        {
            page.Append("\nand ").Append(Number(receipt.Files.Count - MostLines)).Append(" more files\n");
        }

        return page.Append('\n').ToString();
    }

    private static string Values(Receipt receipt, string? receiptFile)
    {
        var values = new StringBuilder();
        Add("state", receipt.State.ToString());
        Add("files", Number(receipt.Files.Count));
        Add("uploaded", Number(Count(Outcome.Uploaded) + Count(Outcome.Replaced)));
        Add("published", Number(receipt.Files.Count(file => file.Published)));
        Add("receipt", receiptFile ?? "");
        return values.ToString();

        int Count(Outcome outcome) => receipt.Files.Count(file => file.Outcome == outcome);

        // A line break would be the end of the value, and the beginning of another one.
        void Add(string name, string value) => values.Append("bintray-").Append(name).Append('=').Append(LogText.Clean(value)).Append('\n');
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>As text, in which nothing that a service or a file's name says can be markup.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in LogText.Clean(text))
        {
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ when Marks.IndexOf(letter) >= 0 => escaped.Append('\\').Append(letter),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
