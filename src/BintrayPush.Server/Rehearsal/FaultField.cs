using System.Globalization;
using System.Text.Json;
using BintrayPush.Server.Configuration;

namespace BintrayPush.Server.Rehearsal;

/// <summary>A field that a fault may have in its file: the published schema is made of these.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says.</param>
internal sealed record FaultField(string Name, string Description)
{
    /// <summary>An hour; longer than that nobody waits for an answer.</summary>
    private const int MaxSeconds = 3600;

    private static readonly FaultKind[] Counted =
        [FaultKind.Answer, FaultKind.Delay, FaultKind.Cut, FaultKind.Shorten, FaultKind.Reset];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaultField> All { get; } =
    [
        new("fault", "What happens.") { Words = [.. Enum.GetNames<FaultKind>().Select(WordOf)] },
        new("name", "By what it is known in the log and in the header X-Bintray-Rehearsal."),
        new("method", "The method of the requests that it happens to; any if it is not given."),
        new("path", "Their paths, without /api/v1: * stands for anything within a segment, ** for any number of segments."),
        Number("nth", "It happens to this one of them, the first being 1.", 1, int.MaxValue) with { Kinds = Counted },
        Number("every", "It happens to each one of so many.", 1, int.MaxValue) with { Kinds = Counted },
        Number("percent", "It happens to so many of a hundred, drawn by the seed.", 0, 100) with { Kinds = Counted, IsWhole = false },
        Number("times", "It happens so many times at most.", 1, int.MaxValue) with { Kinds = Counted },
        Number("status", "The status of the answer.", 200, 599) with { Kinds = [FaultKind.Answer] },
        Number("retry-after", "The seconds of its header Retry-After.", 0, MaxSeconds) with { Kinds = [FaultKind.Answer] },
        new("body", "Its body; if it is not given, what the original service sent with that status.") { Kinds = [FaultKind.Answer] },
        new("type", "The media type of that body.") { Kinds = [FaultKind.Answer] },
        new("when", "Whether the request is carried out before it happens: 'after' is an answer that was lost on its way.")
        {
            Kinds = [FaultKind.Answer, FaultKind.Delay],
            Words = ["before", "after"],
        },
        Number("seconds", "How long the answer is late, or what is there is not found.", 0, MaxSeconds) with
        {
            Kinds = [FaultKind.Delay, FaultKind.Lag],
            IsWhole = false,
        },
        Number("looks", "How many times what is there is looked for in vain.", 1, int.MaxValue) with { Kinds = [FaultKind.Lag] },
        Number("bytes", "After how many bytes of the body it happens.", 0, long.MaxValue) with
        {
            Kinds = [FaultKind.Cut, FaultKind.Shorten, FaultKind.Reset],
        },
    ];

    /// <summary>What faults may have it; none stands for all of them.</summary>
    public IReadOnlyList<FaultKind> Kinds { get; init; } = [];

    /// <summary>The words that it may be; none stands for any text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>Whether that is a whole one.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The least that it may be.</summary>
    public double Least { get; private init; }

    /// <summary>The most.</summary>
    public double Most { get; private init; }

    /// <summary>How a kind of fault is written.</summary>
    public static string WordOf(string kind) => kind.ToLowerInvariant();

    /// <summary>What is wrong with a value; <see langword="null"/> if nothing is.</summary>
    public string? FaultOf(PlacedValue value)
    {
        var isRight = IsNumber
            ? value.Kind == JsonValueKind.Number
                && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= Least && number <= Most && (!IsWhole || number == Math.Floor(number))
            : value.Kind == JsonValueKind.String && value.Text is { Length: > 0 } text && (Words.Count == 0 || Words.Contains(text));
        return isRight ? null : $"'{Name}' has to be {Form()}";
    }

    private string Form()
    {
        if (!IsNumber)
        {
            return Words.Count == 0 ? "a text that is not empty" : string.Join(" or ", Words.Select(word => $"'{word}'"));
        }

        var most = Most >= int.MaxValue ? " or more" : string.Create(CultureInfo.InvariantCulture, $" to {Most}");
        return string.Create(CultureInfo.InvariantCulture, $"a {(IsWhole ? "whole " : "")}number, {Least}{most}");
    }

    private static FaultField Number(string name, string description, double least, double most) =>
        new(name, description) { IsNumber = true, Least = least, Most = most };
}
