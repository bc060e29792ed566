using System.Globalization;
using System.Text;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>
/// What a push did, where people look on a build server: a table on the page of the run, and values for later steps. GitHub Actions takes
/// both from files (<c>GITHUB_STEP_SUMMARY</c>, <c>GITHUB_OUTPUT</c>), others from commands in the log. Elsewhere nothing is written.
/// </summary>
public static class RunSummary
{
    private const string Summary = "GITHUB_STEP_SUMMARY";
    private const string Outputs = "GITHUB_OUTPUT";

    /// <summary>Azure Pipelines empties it after the job.</summary>
    private const string AzureFolder = "AGENT_TEMPDIRECTORY";

    /// <summary>What begins something in Markdown.</summary>
    private const string Marks = "\\`*_[]()#|!~@";

    /// <summary>The page of a step takes no more than a megabyte.</summary>
    private const int MostLines = 200;

    /// <summary>Adds it to what other pushes of the same step have written.</summary>
    /// <param name="name">What was pushed.</param>
    /// <param name="receipt">What was done.</param>
    /// <param name="receiptFile">The receipt's absolute path, if it was written.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="command">Writes a line to the log as it is.</param>
    /// <returns>A warning, if it could not be written.</returns>
    public static Problem? Write(
        string name, Receipt receipt, string? receiptFile, Func<string, string?> environment, Action<string> command)
    {
        try
        {
            Append(environment(Summary), () => Page(name, receipt));
            Append(environment(Outputs), () => Lines(receipt, receiptFile));
            if (BuildServerLog.Of(environment) is { } server)
            {
                Give(server, name, receipt, receiptFile, environment(AzureFolder), command);
            }

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
        var page = new StringBuilder().Append("### ").Append(receipt.Word()).Append(": ").Append(Escaped(name)).Append("\n\n")
            .Append(Escaped(PushSummary.Total(name, receipt))).Append("\n\n");
        if (PushSummary.Seal(receipt) is { } seal)
        {
            page.Append(Escaped(seal)).Append("\n\n");
        }

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

    private static void Give(
        BuildServerLog server, string name, Receipt receipt, string? receiptFile, string? folder, Action<string> command)
    {
        foreach (var (key, value) in Values(receipt, receiptFile))
        {
            if (server.Keep($"bintray.{key}", value) is { } kept)
            {
                command(kept);
            }
        }

        // The page is called as its file.
        var title = string.Concat($"{receipt.Word()} {name}".Select(letter => IsPlain(letter) ? letter : '_'));
        var file = Path.Combine(
            string.IsNullOrWhiteSpace(folder) ? Path.GetTempPath() : folder, $"bintray-{Guid.NewGuid():N}", $"{title}.md");
        if (server.AddPage(file) is { } page)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            Append(file, () => Page(name, receipt));
            command(page);
        }
    }

    private static bool IsPlain(char letter) => letter is '.' or '-' or ' ' || (letter < '\u0080' && char.IsLetterOrDigit(letter));

    private static IEnumerable<(string Name, string Value)> Values(Receipt receipt, string? receiptFile)
    {
        yield return ("state", receipt.State.ToString());
        yield return ("files", Number(receipt.Files.Count));
        yield return ("uploaded", Number(receipt.Files.Count(file => file.Outcome is Outcome.Uploaded or Outcome.Replaced)));
        yield return ("published", Number(receipt.Files.Count(file => file.Published)));
        if (receipt.Leg is { } leg)
        {
            yield return ("release", leg.Release);
            yield return ("leg", leg.Name);
            if (leg.StagedFeeds.Count > 0)
            {
                yield return ("staged-feed", string.Join(";", leg.StagedFeeds));
            }
        }

        yield return ("receipt", receiptFile ?? "");
    }

    /// <summary>A line break would be the end of the value, and the beginning of another one.</summary>
    private static string Lines(Receipt receipt, string? receiptFile) =>
        string.Concat(Values(receipt, receiptFile).Select(value => $"bintray-{value.Name}={LogText.Clean(value.Value)}\n"));

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
