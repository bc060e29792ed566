namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// The header in which a service complains of a call that it has carried out, where clients compare the body of the answer letter by
/// letter.
/// </summary>
public static class WarningHeader
{
    /// <summary>Its name.</summary>
    public const string Name = "X-Bintray-Warning";

    /// <summary>A text as the header's value; one that a header cannot carry is percent-encoded.</summary>
    public static string Format(string text) =>
        text.All(letter => letter is >= ' ' and <= '~' and not '%') ? text : Uri.EscapeDataString(text);

    /// <summary>The text of a value.</summary>
    public static string Parse(string value) => Uri.UnescapeDataString(value);
}
