using System.Text.RegularExpressions;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray explain</c>: what the page of errors says of a code.</summary>
internal static partial class ExplainCommand
{
    public const string Name = "explain";

    private const string Page = "errors.md";

    public static Command Create()
    {
        var code = CommonOptions.Subject<string>("code", "The code of a message.", "BTP1001");
        var command = new Command(Name, "Says what a message means and what to do about it.") { code };
        return command.Out([], (result, printer, _) =>
        {
            var given = result.GetRequiredValue(code).Trim().ToUpperInvariant();
            var entry = Entry(ReadPage(), given.StartsWith("BTP", StringComparison.Ordinal) ? given : $"BTP{given}")
                ?? throw CommandFailure.Usage(
                    Complaints.OptionsAtOdds($"There is no code '{given}'. It is written as in a message, for example BTP3001."));
            printer.Show(entry, json =>
            {
                json.WriteString("code", entry[0]);
                json.WriteString("text", string.Join("\n", entry.Skip(1)));
            });
            return Task.FromResult(ExitCode.Success);
        });
    }

    /// <summary>The lines of an entry, with its code first, without the marks of Markdown.</summary>
    private static List<string>? Entry(string page, string code)
    {
        var lines = page.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var begin = lines.IndexOf($"### {code}");
        return begin < 0 ? null
            : [
                code,
                .. lines.Skip(begin + 1).TakeWhile(line => !line.StartsWith('#')).Select(line => Marks().Replace(line, "$1$2$3")).Reverse()
                    .SkipWhile(line => line.Length == 0).Reverse()
            ];
    }

    private static string ReadPage()
    {
        using var stream = typeof(ExplainCommand).Assembly.GetManifestResourceStream(Page)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Marks();
}
