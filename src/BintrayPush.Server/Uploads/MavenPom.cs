using System.Xml;
using System.Xml.Linq;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// A POM on its way into a Maven repository: the group, artifact and version in it are those of its path (protocol reference 8.2), or
/// nobody who asks for them would find the right file.
/// </summary>
internal static class MavenPom
{
    private const long MaxBytes = 1 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
    };

    /// <summary>Whether a path is that of a POM.</summary>
    public static bool IsPom(IReadOnlyList<string> path) => path.Count > 0 && path[^1].EndsWith(".pom", StringComparison.Ordinal);

    /// <summary>Reads a POM to its end and gives it back from its beginning.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it is not that of its path; 413: it is too large.</exception>
    public static async Task<Stream> ReadAsync(IReadOnlyList<string> path, Stream body, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (await body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxBytes)
            {
                throw Refusal.TooLarge("the POM", MaxBytes);
            }
        }

        bytes.Position = 0;
        if (!Fits(path, bytes))
        {
            // The words that clients of the time show and people search for.
            throw Refusal.BadRequest(
                "Unable to upload files: Maven group, artifact or version defined in the pom file do not match the file path "
                + $"'{string.Join('/', path)}'");
        }

        bytes.Position = 0;
        return bytes;
    }

    private static bool Fits(IReadOnlyList<string> path, Stream pom)
    {
        string[] segments = [.. path];
        if (segments is not [.. var group, var artifact, var version, var file] || group.Length == 0)
        {
            return false;
        }

        try
        {
            using var reader = XmlReader.Create(pom, Settings);
            var project = XDocument.Load(reader).Root!;
            var parent = Child(project, "parent");
            return IsSame(Text(project, "groupId") ?? Text(parent, "groupId"), string.Join('.', group))
                && IsSame(Text(project, "artifactId"), artifact)
                && IsSame(Text(project, "version") ?? Text(parent, "version"), version)
                && file.StartsWith($"{artifact}-", StringComparison.Ordinal);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>What a build fills in later says nothing.</summary>
    private static bool IsSame(string? said, string inPath) => said == inPath || said?.Contains("${", StringComparison.Ordinal) == true;

    private static string? Text(XElement? element, string name) => Child(element, name)?.Value.Trim();

    /// <summary>Old POMs have no namespace.</summary>
    private static XElement? Child(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
