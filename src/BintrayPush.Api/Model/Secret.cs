namespace BintrayPush.Api.Model;

/// <summary>
/// A text that must not be printed. It hides itself from messages, records and debuggers; only <see cref="Reveal"/> shows it.
/// </summary>
[System.Diagnostics.DebuggerDisplay("(secret)")]
public sealed class Secret(string value)
{
    /// <summary>The text itself, for the one place that sends it.</summary>
    public string Reveal() => value;

    /// <summary>Never the text.</summary>
    public override string ToString() => "(secret)";
}
