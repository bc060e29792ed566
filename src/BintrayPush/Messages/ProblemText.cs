namespace BintrayPush.Messages;

/// <summary>How problems are worded: the parts that their texts have in common.</summary>
internal static class ProblemText
{
    /// <summary>What became of a call: by what happened, if that says it, else by what was asked for.</summary>
    /// <param name="code">The code of what was asked for.</param>
    /// <param name="cause">What happened.</param>
    /// <param name="lead">What could not be done.</param>
    /// <param name="cure">What to do if it is about what was asked for.</param>
    /// <param name="file">The file that it was about, if it was one.</param>
    /// <param name="after">What is the case now, whatever happened.</param>
    public static Problem Refusal(string code, Exception cause, string lead, string cure, string? file = null, string after = "") =>
        cause is BintrayException failure && ServiceFailure.Of(failure) is { } known
            ? Error(known.Code, $"{lead}: {known.Happened} {known.Cure}{after}", file)
            : Error(code, $"{lead}: {Said(cause)}{cure}{after}", file);

    /// <inheritdoc cref="ServiceFailure.Said"/>
    public static string Said(Exception cause) => ServiceFailure.Said(cause);

    public static string Sentence(string text) => ServiceFailure.Sentence(text);

    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    public static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);

    public static Problem Warning(string code, string text, string? file = null) => new(code, Severity.Warning, text, file);

    public static Problem Message(string code, string text) => new(code, Severity.Message, text);

    public static Problem At(SourcePosition position, string code, Severity severity, string text) =>
        new(code, severity, text, position.File, position.Line, position.Column);

    /// <summary>Size and checksums in words.</summary>
    public static string Words(ContentHashes content) => $"{content.Size} bytes with SHA-256 {content.Sha256}";

    /// <summary>The first of some names, and how many more there are.</summary>
    public static string Named(IReadOnlyList<string> names)
    {
        const int Most = 10;
        return string.Join(
            ", ", names.Take(Most).Select(name => LogText.Shorten(name))) + (names.Count > Most ? $", and {names.Count - Most} more" : "");
    }

    public static string Before(string sentences) => sentences.Length == 0 ? "" : sentences + " ";
}
