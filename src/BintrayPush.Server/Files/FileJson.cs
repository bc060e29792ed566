using System.Text.Json;
using BintrayPush.Api;

namespace BintrayPush.Server;

/// <summary>Files on the wire (protocol reference, section 7), the fields of our own after the known ones.</summary>
internal static class FileJson
{
    /// <summary>Writes a file.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="published">Whether it is public; <see langword="null"/> where only public files are shown and it need not be said.</param>
    public static void Write(Utf8JsonWriter json, RepositoryFile file, bool? published = null)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Path.FileName);
        json.WriteString("path", file.Path.Value);
        json.WriteString("repo", file.Version.Repository.Name);
        json.WriteString("package", file.Version.Package.Name);
        json.WriteString("version", file.Version.Name);
        json.WriteString("owner", file.Version.Repository.Subject);
        json.WriteDate("created", file.Created);
        json.WriteNumber("size", file.Size);
        json.WriteString("sha1", file.Sha1);
        json.WriteIfKnown("sha256", file.Sha256);
        json.WriteIfKnown("md5", file.Md5);
        json.WriteBoolean("list_in_downloads", file.ListedInDownloads);
        json.WriteIfKnown("deb_distribution", file.Debian?.Distribution);
        json.WriteIfKnown("deb_component", file.Debian?.Component);
        json.WriteIfKnown("deb_architecture", file.Debian?.Architecture);
        if (file.IsDamaged)
        {
            json.WriteBoolean("damaged", true);
        }

        if (published is { } flag)
        {
            json.WriteBoolean("published", flag);
        }

        json.WriteEndObject();
    }
}
