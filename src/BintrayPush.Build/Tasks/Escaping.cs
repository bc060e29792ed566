using System.Globalization;
using System.Text;

namespace BintrayPush.Build.Tasks;

/// <summary>MSBuild's <c>%3B</c> for a semicolon that separates nothing. Its own code for that is not public.</summary>
internal static class Escaping
{
    private const string Special = "%*?@$();'";

    /// <summary>A text as an item specification: an item reads <c>%41</c> as <c>A</c>.</summary>
    public static string Escape(string text) => string.Concat(text.Select(character => Special.IndexOf(character) < 0
        ? character.ToString()
        : "%" + ((int)character).ToString("X2", CultureInfo.InvariantCulture)));

    public static string Unescape(string text)
    {
        if (text.IndexOf('%') < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && int.TryParse(text.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
