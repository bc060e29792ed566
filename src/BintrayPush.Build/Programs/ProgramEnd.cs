using System.Text.Json;

namespace BintrayPush.Build.Programs;

/// <summary>How a run of <c>bintray</c> has ended.</summary>
/// <param name="Fault">Why it could not be run to its end; <see langword="null"/> if it was.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote: JSON.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ProgramEnd(string? Fault, int ExitCode, string Output, string Error)
{
    /// <summary>The first line of standard error, or the exit code.</summary>
    public string LastWords => Error.Split('\n')[0].Trim() is { Length: > 0 } line ? line : $"the program ended with {ExitCode}";

    /// <summary>It could not be run to its end.</summary>
    public static ProgramEnd Failed(string fault) => new(fault, -1, "", "");

    /// <summary>What it complains of; <see langword="null"/> if it does not say.</summary>
    /// <param name="severity">How much that matters to whoever has run it.</param>
    public IReadOnlyList<Problem>? Problems(Severity severity) => Read(root => root.TryGetProperty("problems", out var problems)
        ? problems.EnumerateArray().Select(problem => new Problem(
            problem.GetProperty("code").GetString() ?? "", severity, problem.GetProperty("text").GetString() ?? "")).ToList()
        : null);

    /// <summary>A text of its answer; <see langword="null"/> if it is not there.</summary>
    public string? Text(string name) => Read(root => root.TryGetProperty(name, out var text) ? text.GetString() : null);

    /// <summary>Something of its answer; <see langword="null"/> if it is not there.</summary>
    public T? Read<T>(Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(Output);
            return read(document.RootElement);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
