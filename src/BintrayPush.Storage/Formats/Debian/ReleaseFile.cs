using System.Globalization;
using System.Text;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The file <c>Release</c> of a distribution: what is signed, and names all others by their SHA-256.</summary>
internal static class ReleaseFile
{
    public const string Name = "Release";
    public const string Signature = "Release.gpg";
    public const string ClearSigned = "InRelease";

    /// <summary>Writes it.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">The distribution, with all its files.</param>
    public static string Write(RepositoryRecord repository, DistributionRecord index)
    {
        var text = new StringBuilder();
        Append("Origin", repository.Subject);
        Append("Label", repository.Name);
        Append("Suite", index.Name);
        Append("Codename", index.Name);
        Append("Date", index.Made.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Append("Architectures", string.Join(" ", index.Architectures));
        Append("Components", string.Join(" ", index.Components));
        Append("Acquire-By-Hash", "yes");
        text.Append(IndexStanza.Sha256).Append(":\n");
        foreach (var file in index.Files)
        {
            text.Append(' ').Append(file.Sha256).Append(' ').Append(file.Size.ToString(CultureInfo.InvariantCulture)).Append(' ')
                .Append(file.Path).Append('\n');
        }

        return text.ToString();

        // No blank at the end of a line: a signature over the text is over its lines without those.
        void Append(string name, string value) => text.Append($"{name}: {value}".TrimEnd()).Append('\n');
    }
}
