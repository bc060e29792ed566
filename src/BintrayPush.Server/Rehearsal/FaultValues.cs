using System.Globalization;
using BintrayPush.Server.Configuration;

namespace BintrayPush.Server.Rehearsal;

/// <summary>The fields of one fault, which were looked at before.</summary>
internal sealed class FaultValues(IReadOnlyDictionary<string, PlacedField> given)
{
    /// <summary>A text.</summary>
    public string? Text(string name) => given.GetValueOrDefault(name)?.Value.Text;

    /// <summary>How many of these are given.</summary>
    public int CountOf(params string[] names) => names.Count(given.ContainsKey);

    /// <summary>Puts a fault together.</summary>
    public Fault Make(string name, FaultKind kind, PathPattern path) => new()
    {
        Name = name,
        Kind = kind,
        Method = Text("method"),
        Path = path,
        Nth = (int?)Number("nth"),
        Every = (int?)Number("every"),
        Percent = Number("percent"),
        Times = (int?)Number("times"),
        Status = (int)(Number("status") ?? 0),
        RetryAfter = (int?)Number("retry-after"),
        Body = Text("body"),
        Type = Text("type"),
        IsAfter = Text("when") == "after",
        Time = Number("seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Looks = (int)(Number("looks") ?? 0),
        Bytes = (long)(Number("bytes") ?? 0),
    };

    private double? Number(string name) => Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
