using System.Text;
using System.Text.Json;
using BintrayPush.Report;

namespace BintrayPush.Cli.Output;

/// <summary>
/// What a command says: results on standard output, as lines for people or as one JSON document; complaints on standard error. Names come
/// from services and from files of others, so every line is cleaned here, and nothing else writes to the two.
/// </summary>
internal sealed class Printer(TextWriter output, TextWriter error, bool json, BuildServerLog? server)
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true };

    /// <summary>Whether results are printed as JSON.</summary>
    public bool IsForPrograms => json;

    /// <summary>Shows a result.</summary>
    /// <param name="lines">For people.</param>
    /// <param name="document">For programs.</param>
    public void Show(IEnumerable<string> lines, Action<Utf8JsonWriter> document) => Show(lines, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, Layout);
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", PushJson.SchemaVersion);
        document(writer);
        writer.WriteEndObject();
    });

    /// <summary>Shows a result; the document is written to a stream.</summary>
    public void Show(IEnumerable<string> lines, Action<Stream> document)
    {
        if (json)
        {
            using var stream = new MemoryStream();
            document(stream);
            output.WriteLine(WithoutCommands(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)));
            return;
        }

        foreach (var line in lines)
        {
            output.WriteLine(LogText.Clean(line));
        }
    }

    /// <summary>Shows complaints in the form that compilers have, which editors and build servers know.</summary>
    public void Show(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            error.WriteLine(LogText.Clean(Line(problem)));
            if (server?.Annotation(problem) is { } command)
            {
                Give(command);
            }
        }
    }

    /// <summary>Gives the build server a command, as <see cref="BuildServerLog"/> has made it; never among a result in JSON.</summary>
    public void Give(string command)
    {
        if (server?.ReadsOnlyOutput != true)
        {
            error.WriteLine(command);
        }
        else if (!json)
        {
            output.WriteLine(command);
        }
    }

    /// <summary>Shows why there is no result; a program gets it in place of one.</summary>
    public void Fail(IReadOnlyList<Problem> problems)
    {
        Show(problems);
        if (!json)
        {
            return;
        }

        Show([], writer =>
        {
            writer.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                writer.WriteStartObject();
                writer.WriteString("code", problem.Code);
                writer.WriteString("severity", problem.Severity.ToString().ToLowerInvariant());
                writer.WriteString("text", problem.Text);
                writer.WriteText("file", problem.File);
                if (problem.Line > 0)
                {
                    writer.WriteNumber("line", problem.Line);
                    writer.WriteNumber("column", problem.Column);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>How far a long push is; beside the results, so that a program that reads them is not disturbed.</summary>
    public void Tell(PushProgress progress)
    {
        // It comes from several threads.
        lock (error)
        {
            error.WriteLine(LogText.Clean(PushSummary.Progress(progress)));
        }
    }

    /// <summary>What a command does that takes long; beside the results.</summary>
    public void Tell(string line) => error.WriteLine(LogText.Clean(line));

    /// <summary>Asks for something; the answer is typed on the same line.</summary>
    public void Ask(string question) => error.Write(LogText.Clean(question));

    /// <summary>Ends a line whose typed answer was not shown.</summary>
    public void EndLine() => error.WriteLine();

    /// <summary>
    /// Build servers and editors find a message by its form, which begins with a place: without a file it is the program.
    /// </summary>
    private static string Line(Problem problem)
    {
        var place = problem.File is null
            ? "bintray : "
            : problem.Line == 0 ? $"{problem.File} : " : $"{problem.File}({problem.Line},{problem.Column}): ";
        return $"{place}{problem.Severity.ToString().ToLowerInvariant()} {problem.Code}: {problem.Text}";
    }

    /// <summary>
    /// The same JSON, in which no build server finds a command (see <see cref="LogText"/>): the character that begins one stands only in
    /// texts, and can be written otherwise.
    /// </summary>
    private static string WithoutCommands(string json) =>
        json.Contains("##", StringComparison.Ordinal) ? json.Replace("#", "\\u0023", StringComparison.Ordinal) : json;
}
