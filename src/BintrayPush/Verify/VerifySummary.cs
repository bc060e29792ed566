using System.Globalization;
using BintrayPush.Report;

namespace BintrayPush.Verify;

/// <summary>What people see of reading back: the same lines wherever it was started.</summary>
public static class VerifySummary
{
    private const int MostLines = 20;

    /// <summary>A line per file, unless they are too many to be read.</summary>
    public static IEnumerable<string> Lines(VerifyReport report) => report.Files.Count <= MostLines ? report.Files.Select(Line) : [];

    /// <summary>What was found of one file.</summary>
    public static string Line(VerifiedFile file) =>
        $"  {file.Finding,-9} {file.Claim.Address.Path} ({PushSummary.Size(file.Claim.Content.Size)})";

    /// <summary>The closing line. The terminal logger knows its form and shows what follows the arrow as the project's result.</summary>
    public static string Total(string project, VerifyReport report)
    {
        var intact = report.Files.Where(file => file.Finding == Finding.Intact).ToList();
        string[] counts =
        [
            $"verified {intact.Count} {(intact.Count == 1 ? "file" : "files")}",
            .. new[] { Finding.Different, Finding.Missing, Finding.Unread, Finding.Waiting }
                .Select(finding => (finding, count: report.Files.Count(file => file.Finding == finding)))
                .Where(entry => entry.count > 0)
                .Select(entry => $"{entry.count.ToString(CultureInfo.InvariantCulture)} {entry.finding.ToString().ToLowerInvariant()}"),
        ];
        var seconds = report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{project} -> {report.Place}: {string.Join(", ", counts)}, "
            + $"{PushSummary.Size(intact.Sum(file => file.Claim.Content.Size))}, {seconds} s";
    }
}
