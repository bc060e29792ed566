using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Pages;

/// <summary>
/// What a form remembers of the files that wait in a version: who presses a button has not looked at what has come since the page was made.
/// </summary>
internal static class SeenFiles
{
    /// <summary>What stands for files with these paths and bytes.</summary>
    public static string Of(IEnumerable<RepositoryFile> waiting)
    {
        var all = new StringBuilder();
        foreach (var file in waiting.OrderBy(file => file.Path.Value, StringComparer.Ordinal))
        {
            // The length says where a path ends, whatever is in it.
            all.Append(CultureInfo.InvariantCulture, $"{file.Path.Value.Length} {file.Path.Value} {file.Sha256} {file.Size}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }

    /// <summary>Refuses files that are others now. Where none waits there is nothing to do: a button may be pressed twice.</summary>
    /// <exception cref="BintrayException">409: they are others.</exception>
    public static void Require(IFormCollection form, VersionAddress version, IReadOnlyList<RepositoryFile> waiting)
    {
        if (waiting.Count > 0 && form[SeenRelease.Field] != Of(waiting))
        {
            throw new BintrayException(
                BintrayException.Conflict,
                $"what waits in '{version.Name}' was changed since you have looked at it, and nothing was done; "
                    + "go back, load the page anew, and look again");
        }
    }
}
