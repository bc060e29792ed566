using System.Globalization;
using System.Text;

namespace BintrayPush.Storage.Naming;

/// <summary>
/// A name from outside as a part of a key: lower case, ASCII, prefixed and bounded, so that a file system's device names, its
/// trailing dots, its letter case and its limits cannot hurt. Two names have the same part only if they differ in letter case alone.
/// </summary>
internal static class KeyName
{
    private const int LongestPart = 120;

    /// <summary>How names are compared where letter case must not distinguish them.</summary>
    public static string Fold(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant().ToLowerInvariant();

    /// <summary>Whether a part of a key can stand for a name.</summary>
    public static bool IsPart(string part) => part.Length > 1 && part[0] == '_' && part.All(
        c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.' or '~');

    /// <summary>The part of a key that stands for a name.</summary>
    public static string Of(string name)
    {
        var folded = Fold(name);
        var part = new StringBuilder("_");
        foreach (var b in Encoding.UTF8.GetBytes(folded))
        {
            var c = (char)b;
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.')
            {
                part.Append(c);
            }
            else
            {
                part.Append('~').Append(b.ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        if (part[part.Length - 1] == '.')
        {
            part.Length--;
            part.Append("~2e");
        }

        // "~~" cannot come out of the loop above, so a shortened part never meets a whole one.
        return part.Length <= LongestPart ? part.ToString() : part.ToString(0, LongestPart / 3) + "~~" + Hex.Sha256Of(folded);
    }
}
