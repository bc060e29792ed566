using System.Text;
using System.Text.Json;
using BintrayPush.Pushing;

namespace BintrayPush.Cli;

/// <summary>What a command says: results on standard output, as lines for people or as one JSON document; complaints on standard error.</summary>
internal sealed class Printer(TextWriter output, TextWriter error, bool json)
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
            output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
            return;
        }

        foreach (var line in lines)
        {
            output.WriteLine(Plain(line));
        }
    }

    /// <summary>Shows complaints in the form that compilers have, which editors and build servers know.</summary>
    public void Show(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            error.WriteLine(Plain(Line(problem)));
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
            error.WriteLine(PushSummary.Progress(progress));
        }
    }

    /// <summary>Build servers and editors find a message by its form, which begins with a place: without a file it is the program.</summary>
    private static string Line(Problem problem)
    {
        var place = problem.File is null ? "bintray : " : problem.Line == 0 ? $"{problem.File} : " : $"{problem.File}({problem.Line},{problem.Column}): ";
        return $"{place}{problem.Severity.ToString().ToLowerInvariant()} {problem.Code}: {problem.Text}";
    }

    /// <summary>One line, without anything that a terminal would obey: names come from a service and from files of others.</summary>
    public static string Plain(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
