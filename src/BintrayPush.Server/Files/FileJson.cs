using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Files;

/// <summary>Files on the wire (protocol reference, section 7); the fields of our own come after the known ones, to those who ask.</summary>
internal static class FileJson
{
    /// <summary>Writes a file.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="all">Whether the caller has asked for our own fields.</param>
    /// <param name="published">
    /// Whether it is public; <see langword="null"/> where only public files are shown and it need not be said.
    /// </param>
    public static void Write(Utf8JsonWriter json, RepositoryFile file, bool all, bool? published = null)
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
        if (all)
        {
            WriteOurs(json, file, published);
        }

        // Said to everybody: who does not hear it takes a file that is lost for one that is there.
        if (file.IsDamaged)
        {
            json.WriteBoolean("damaged", true);
        }

        json.WriteEndObject();
    }

    private static void WriteOurs(Utf8JsonWriter json, RepositoryFile file, bool? published)
    {
        file.Visit(new FieldWriter(json));
        json.WriteIfKnown("deb_distribution", file.Debian?.Distribution);
        json.WriteIfKnown("deb_component", file.Debian?.Component);
        json.WriteIfKnown("deb_architecture", file.Debian?.Architecture);
        if (published is { } flag)
        {
            json.WriteBoolean("published", flag);
        }
    }
}
