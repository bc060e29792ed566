using NuGet.Versioning;

namespace BintrayPush.Formats.NuGet;

/// <summary>Which of some versions has the highest number. Clients take that one, whichever was made last.</summary>
public static class HighestVersion
{
    /// <summary>Finds it.</summary>
    /// <param name="names">The names of versions; a <c>v</c> before the number makes no difference.</param>
    /// <returns>Its name; <see langword="null"/> if none is a number, since nobody knows which of such is higher.</returns>
    public static string? Of(IEnumerable<string> names) => names
        .Select(name => (Name: name, Number: NuGetVersion.TryParse(name.TrimStart('v', 'V'), out var number) ? number : null))
        .Where(version => version.Number is not null)
        .OrderByDescending(version => version.Number)
        .Select(version => version.Name)
        .FirstOrDefault();
}
