using System.Text.RegularExpressions;
using BintrayPush.Artifacts;
using BintrayPush.Messages;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>A word as it stands in its line.</summary>
internal sealed record AttendedWordDocument(string? Word)
{
    private const string BegunWord = "begun";
    private const string ToldWord = "told";
    private const string ComplainedWord = "complained";
    private const string PushedWord = "pushed";
    private const string PreviewedWord = "previewed";
    private const string VerifiedWord = "verified";
    private const string EndedWord = "ended";

    private static readonly Regex Code = new("^BTP[0-9]{4}$", RegexOptions.CultureInvariant);

    public int? Version { get; init; }

    public string? Text { get; init; }

    public bool? IsDetail { get; init; }

    public ReceiptDocument.ProblemEntry? Problem { get; init; }

    public AttendedReceipt? Pushed { get; init; }

    public AttendedPreview? Previewed { get; init; }

    public static AttendedWordDocument Of(AttendedWord word, IReadOnlyList<Artifact> files) => word switch
    {
        AttendedWord.Begun => new(BegunWord) { Version = AttendedLines.Version },
        AttendedWord.Told told => new(ToldWord) { Text = told.Text, IsDetail = told.IsDetail },
        AttendedWord.Complained complained => new(ComplainedWord) { Problem = ReceiptDocument.ProblemEntry.Of(complained.Problem) },
        AttendedWord.Pushed pushed => new(PushedWord) { Pushed = AttendedReceipt.Of(pushed.Receipt, files) },
        AttendedWord.Previewed previewed => new(PreviewedWord) { Previewed = AttendedPreview.Of(previewed.Preview, files) },
        AttendedWord.Verified => new(VerifiedWord),
        AttendedWord.Ended => new(EndedWord),
        _ => throw new InvalidOperationException("There is no such word."),
    };

    /// <exception cref="FormatException">It is none that is known here, or not whole.</exception>
    public AttendedWord ToWord(IReadOnlyList<Artifact> files) => this switch
    {
        { Word: BegunWord, Version: AttendedLines.Version } => new AttendedWord.Begun(),
        { Word: BegunWord } => throw new FormatException("it is of another version"),
        { Word: ToldWord, Text: not null, IsDetail: { } isDetail } => new AttendedWord.Told(Text, isDetail),
        { Word: ComplainedWord, Problem: not null } => new AttendedWord.Complained(ProblemOf(Problem)),
        { Word: PushedWord, Pushed: not null } => new AttendedWord.Pushed(Pushed.ToReceipt(files)),
        { Word: PreviewedWord, Previewed: not null } => new AttendedWord.Previewed(Previewed.ToPreview(files)),
        { Word: VerifiedWord } => new AttendedWord.Verified(),
        { Word: EndedWord } => new AttendedWord.Ended(),
        _ => throw new FormatException("it is no word that is known here, or not whole"),
    };

    /// <summary>A problem, as it was.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Problem ProblemOf(ReceiptDocument.ProblemEntry? entry) =>
        entry is { Code: not null, Text: not null } && Code.IsMatch(entry.Code) && (entry.Line ?? 0) >= 0 && (entry.Column ?? 0) >= 0
            ? new Problem(
                entry.Code,
                WordOf<Severity>(entry.Severity, ignoreCase: true),
                entry.Text,
                entry.File,
                entry.Line ?? 0,
                entry.Column ?? 0)
            : throw new FormatException("a problem of it has no code or no text");

    /// <summary>A value of an enumeration by its name; a number is none.</summary>
    /// <exception cref="FormatException">There is no such name.</exception>
    public static T WordOf<T>(string? text, bool ignoreCase = false)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase, out var value)
        && string.Equals(value.ToString(), text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            ? value
            : throw new FormatException($"no {typeof(T).Name} of it has that name");
}
