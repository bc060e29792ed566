namespace BintrayPush.Api.Model;

/// <summary>
/// A text that must not be printed. It hides itself from messages, records and debuggers; only <see cref="Reveal"/> shows it.
/// </summary>
[System.Diagnostics.DebuggerDisplay("(secret)")]
public sealed class Secret(string value)
{
    /// <summary>The text itself, for the one place that sends it.</summary>
    public string Reveal() => value;

    /// <summary>Somebody else's words, without the text, should they repeat it.</summary>
    public string HideIn(string words) => value.Length == 0 ? words : words.Replace(value, ToString());

    /// <summary>Never the text.</summary>
    public override string ToString() => "(secret)";
}
