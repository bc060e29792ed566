using System.Text.Json;
using BintrayPush.Artifacts;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>
/// The properties of a file in a file beside it, <c>tool.zip.properties.json</c>: an object whose values are texts or lists of texts. A
/// descriptor selects by them (<c>applyToProps</c>); the file itself is never pushed.
/// </summary>
internal static class Sidecar
{
    private const string Suffix = ".properties.json";
    private const long Largest = 1 << 20;

    /// <summary>Whether a file holds the properties of another one that is there.</summary>
    public static bool Is(string file) => file.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && File.Exists(file[..^Suffix.Length]);

    /// <summary>The properties of a file; none if nothing lies beside it.</summary>
    /// <exception cref="CommandFailure">What lies there cannot be read.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Of(string file)
    {
        var path = file + Suffix;
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            if (new FileInfo(path).Length > Largest)
            {
                throw CommandFailure.Usage(Complaints.SidecarUnusable(path, "it is too large to be a list of properties"));
            }

            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [
                    .. document.RootElement.EnumerateObject()
                        .SelectMany(field => Values(field.Value, path).Select(value => KeyValuePair.Create(field.Name, value)))
                ]
                : throw CommandFailure.Usage(Complaints.SidecarUnusable(path, "an object is expected"));
        }
        catch (JsonException fault)
        {
            throw CommandFailure.Usage(Complaints.SidecarUnusable(path, "it is not JSON", (int)(fault.LineNumber ?? 0) + 1));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage(Complaints.SidecarUnusable(path, fault.Message));
        }
    }

    /// <summary>A file with its properties added to those that the command line gives it.</summary>
    public static Artifact With(Artifact artifact, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var properties = ArtifactProperties.Of([.. given, .. Of(artifact.LocalPath)]);
        return artifact with { Properties = properties, Disclosed = properties };
    }

    private static IEnumerable<string> Values(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw CommandFailure.Usage(Complaints.SidecarUnusable(path, "the values are texts or lists of texts")),
    };
}
