namespace BintrayPush.Api.Http.SignIn;

/// <summary>Tokens as texts. One that is no header's value must not get near one: the complaint would repeat it.</summary>
internal static class TokenText
{
    /// <summary>Longer ones are made by nobody.</summary>
    private const int Longest = 1 << 14;

    /// <summary>Whether a text can be a token or a key: of a length, and of visible characters that a header holds.</summary>
    public static bool IsUsable(string? text) => text is { Length: > 0 and <= Longest } && text.All(sign => sign is > ' ' and <= '~');
}
