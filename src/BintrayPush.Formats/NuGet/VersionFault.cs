using System.Globalization;
using System.Xml.Linq;
using NuGet.Versioning;

namespace BintrayPush.Formats.NuGet;

/// <summary>What is wrong with the version of a manifest, in other words than those of NuGet's libraries.</summary>
internal static class VersionFault
{
    /// <summary>Why a manifest that could not be read has no version; <see langword="null"/> if that is not its fault.</summary>
    public static string? Of(XDocument? manifest)
    {
        var version = Child(Child(manifest?.Root, "metadata"), "version")?.Value;
        if (version is null || NuGetVersion.TryParse(version, out _))
        {
            return null;
        }

        var fault = $"its version '{LogText.Shorten(version)}' is no version";
        return version.Split('-', '+')[0].Split('.').Any(IsTooLarge)
            ? string.Create(CultureInfo.InvariantCulture, $"{fault}: none of its numbers may be larger than {int.MaxValue}")
            : $"{fault}; one such as 1.2.3 or 1.2.3-beta.1 is expected";
    }

    private static bool IsTooLarge(string part) =>
        part.Length > 0 && part.All(char.IsAsciiDigit) && !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static XElement? Child(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
