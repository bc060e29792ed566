using System.Globalization;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Commands;

/// <summary>The value of a setting as it may be shown: without what is secret.</summary>
internal static partial class ShownSetting
{
    private const string Hidden = "(hidden)";
    private const string None = "(none)";

    /// <summary>A value that was given.</summary>
    public static string TextOf(string name, string text) =>
        name.EndsWith(":Password", StringComparison.OrdinalIgnoreCase) ? Hidden : LogText.Clean(WithoutSecrets(text));

    /// <summary>A value that counts because nothing was given.</summary>
    public static string TextOf(string name, object? value) => value switch
    {
        null => None,
        bool truth => truth ? "true" : "false",
        _ => TextOf(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    /// <summary>
    /// Nothing that is set takes a login in an address, or a key in its query, and who gives one all the same is not to find it in a log.
    /// </summary>
    public static string WithoutSecrets(string text) => Query().Replace(Login().Replace(text, "://***@"), "$1***");

    [GeneratedRegex(@"://[^/?#\s]*@")]
    private static partial Regex Login();

    /// <summary>What is asked of a bucket by name; all other names are not known here.</summary>
    [GeneratedRegex(@"([?&](?!endpoint=|region=|path-style=)[^=&\s'#]+=)[^&\s'#]*")]
    private static partial Regex Query();
}
