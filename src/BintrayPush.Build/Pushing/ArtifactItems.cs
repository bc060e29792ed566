using System.Collections;
using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Pushing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Pushing;

/// <summary>BintrayArtifact items to artifacts, and what became of them back to items.</summary>
internal static class ArtifactItems
{
    /// <summary>Where an item goes without a BintrayPath; set when it is collected, because RecursiveDir is lost through target returns.</summary>
    public const string DefaultPath = "BintrayDefaultPath";

    private const string Properties = "BintrayProperties";

    public static Artifact Read(ITaskItem item, PropertyReader reader)
    {
        var file = item.GetMetadata("FullPath");
        var disclosed = DisclosedBy(item, reader).ToList();
        return Artifact.At(file, DefaultPathOf(item)) with
        {
            Own = new GivenCoordinates(
                item.GetMetadata("BintrayRepo"), item.GetMetadata("BintrayPackage"), item.GetMetadata("BintrayVersion"), item.GetMetadata("BintrayPath")),
            Override = reader.OptionalSwitch("Metadata BintrayOverride", item.GetMetadata("BintrayOverride"), file),
            Explode = reader.OptionalSwitch("Metadata BintrayExplode", item.GetMetadata("BintrayExplode"), file),
            ListInDownloads = reader.OptionalSwitch("Metadata BintrayListInDownloads", item.GetMetadata("BintrayListInDownloads"), file),
            Debian = DebianOf(item),
            Properties = ArtifactProperties.Of([.. MetadataOf(item), .. disclosed]),
            Disclosed = ArtifactProperties.Of(disclosed),
        };
    }

    private static DebianCoordinates? DebianOf(ITaskItem item)
    {
        var (distribution, component, architecture) =
            (List("BintrayDebianDistribution"), List("BintrayDebianComponent"), List("BintrayDebianArchitecture"));
        return distribution is null && component is null && architecture is null ? null : new(distribution, component, architecture);

        // MSBuild separates with semicolons, the service with commas (protocol reference 8.4).
        string? List(string name) => PropertyReader.List(item.GetMetadata(name)) is { } values ? string.Join(",", values) : null;
    }

    /// <summary>The path below the folder that was searched for the file, or its name.</summary>
    public static string DefaultPathOf(ITaskItem item) =>
        item.GetMetadata(DefaultPath) is { Length: > 0 } collected
            ? collected
            : (item.GetMetadata("RecursiveDir") + item.GetMetadata("Filename") + item.GetMetadata("Extension")).Replace('\\', '/');

    /// <summary>The item that was pushed, with what became of it. What it had stays.</summary>
    public static ITaskItem Stamp(ITaskItem source, PushedFile file)
    {
        var item = new TaskItem(source);
        Set("BintrayRepo", file.Coordinates.Repository);
        Set("BintrayPackage", file.Coordinates.Package);
        Set("BintrayVersion", file.Coordinates.Version);
        Set("BintrayPath", file.Coordinates.Path);
        Set("BintrayUploadTime", file.UploadTime?.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set("Url", file.Url);
        Set("Sha1", file.Sha1);
        Set("Sha256", file.Sha256);
        Set("Size", file.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set("Outcome", file.Outcome.ToString());
        return item;

        // SetMetadata would take a %20 in a URL for a space (craft reference 2.2).
        void Set(string name, string? value) => ((ITaskItem2)item).SetMetadataValueLiteral(name, value ?? "");
    }

    private static IEnumerable<KeyValuePair<string, string>> MetadataOf(ITaskItem item)
    {
        foreach (DictionaryEntry metadatum in ((ITaskItem2)item).CloneCustomMetadataEscaped())
        {
            var name = (string)metadatum.Key;
            if (!IsOurs(name))
            {
                foreach (var value in Split(metadatum.Value))
                {
                    yield return new(name, value);
                }
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> DisclosedBy(ITaskItem item, PropertyReader reader)
    {
        foreach (var pair in Split(((ITaskItem2)item).GetMetadataValueEscaped(Properties)))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0)
            {
                yield return new(pair.Substring(0, equals).Trim(), pair.Substring(equals + 1));
            }
            else
            {
                reader.Add(Texts.InvalidValue("Metadata " + Properties, pair, "key=value;key=value", item.GetMetadata("FullPath")));
            }
        }
    }

    /// <summary>Our own names are no properties, and neither is what MSBuild adds when items pass through a target.</summary>
    private static bool IsOurs(string name) =>
        name.StartsWith("Bintray", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MSBuildSource", StringComparison.OrdinalIgnoreCase)
        || name.Equals("OriginalItemSpec", StringComparison.OrdinalIgnoreCase);

    /// <summary>Separated where a semicolon stands, not where an escaped one does.</summary>
    private static IEnumerable<string> Split(object? escaped) =>
        ((string?)escaped ?? "").Split(';').Select(Escaping.Unescape).Where(value => !string.IsNullOrWhiteSpace(value));
}
