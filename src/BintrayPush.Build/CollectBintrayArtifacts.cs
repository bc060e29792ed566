using System.Runtime.InteropServices;
using System.Xml;
using BintrayPush.Artifacts;
using BintrayPush.Build.Packages;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>
/// Makes the list of what is pushed: the items of the project, what Pack made and what Publish made, each file once. What Pack
/// lists is a prediction (craft reference 1.4), so it is checked against the files.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class CollectBintrayArtifacts : PackedProjectTask
{
    /// <summary>The project's own items.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>What Pack says that it made; packages and symbol packages count.</summary>
    public ITaskItem[] PackOutput { get; set; } = [];

    /// <summary>The zips of what Publish made.</summary>
    public ITaskItem[] PublishOutput { get; set; } = [];

    /// <summary>What the build made; <c>Place</c> is the path below package and version.</summary>
    public ITaskItem[] BuildOutput { get; set; } = [];

    /// <summary>Whether symbol packages count.</summary>
    public string? IncludeSymbols { get; set; }

    /// <summary>Whether the project is a tool with a package per runtime, whose ids end in the runtime.</summary>
    public string? IsToolForRuntimes { get; set; }

    /// <summary>The leg of a release that is staged, if it is one: what a tool points to may come from other machines.</summary>
    public string? Leg { get; set; }

    /// <summary>The .nuspec that is packed instead of the project, if any.</summary>
    public string? NuspecFile { get; set; }

    /// <summary>The values for its tokens.</summary>
    public string? NuspecProperties { get; set; }

    /// <summary>Everything that a push would push.</summary>
    [Output]
    public ITaskItem[] Artifacts { get; private set; } = [];

    /// <summary>The package that the artifacts belong to when nothing else is said.</summary>
    [Output]
    public string? DefaultPackage { get; private set; }

    /// <summary>The version that they belong to when nothing else is said.</summary>
    [Output]
    public string? DefaultVersion { get; private set; }

    private bool PacksForRuntimes => "true".Equals(IsToolForRuntimes, StringComparison.OrdinalIgnoreCase);

    private protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var reader = new PropertyReader();
        var symbols = reader.Switch(Setting.IncludeSymbols, IncludeSymbols, true);
        var project = new PackageIdentity(BaseId(), PackageVersion ?? "");
        var packed = ReadNuspec(project, reader);
        DefaultPackage = packed.Id;
        DefaultVersion = packed.NormalizedVersion;

        var packages = PackOutput
            .Select(item => item.GetMetadata("FullPath"))
            .Where(file => IsSymbols(file) ? symbols : HasExtension(file, ".nupkg"))
            .Select(file => NuspecFile is null or "" ? file : Renamed(file, project, packed))
            .Where(file => Check(file, packed, reader))
            .ToList();
        Describe(DescriptionOf(packages, packed), reader);
        if (string.IsNullOrWhiteSpace(Leg))
        {
            WarnOfMissingRuntimes(packages, reader);
        }

        var files = packages.Select(file => (ITaskItem)new TaskItem(Escaping.Escape(file)))
            .Concat(PublishOutput)
            .Concat(BuildOutput.Select(InItsPlace));

        // The project's own item for a file says more than the collected one, and takes its place in the list. Further items for the
        // same file send it to further places.
        var collected = new List<ITaskItem>();
        var places = new Dictionary<string, int>(
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var item in files)
        {
            var file = item.GetMetadata("FullPath");
            if (!places.ContainsKey(file))
            {
                places.Add(file, collected.Count);
                collected.Add(item);
            }
        }

        foreach (var item in Items.Select(WithDefaultPath))
        {
            var file = item.GetMetadata("FullPath");
            if (places.TryGetValue(file, out var place))
            {
                places.Remove(file);
                collected[place] = item;
            }
            else
            {
                collected.Add(item);
            }
        }

        Artifacts = [.. collected];
        Log.LogProblems(reader.Problems);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    /// <summary>`dotnet tool install` takes the tool's package first, and fails where the one for the runtime is not there yet.</summary>
    private static void WarnOfMissingRuntimes(List<string> packages, PropertyReader reader)
    {
        try
        {
            var ids = new HashSet<string>(
                packages.Where(file => !IsSymbols(file)).Select(file => PackageIdentity.OfPackage(file).Id),
                StringComparer.OrdinalIgnoreCase);
            foreach (var file in packages.Where(file => !IsSymbols(file)))
            {
                if (ToolPackage.FaultOf(file, ids) is { } fault)
                {
                    reader.Add(fault);
                }
            }
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            // The check of the same file has said so.
        }
    }

    /// <summary>The package whose id the push has; a tool's packages for single runtimes are not asked.</summary>
    private static PackageDescription? DescriptionOf(List<string> packages, PackageIdentity packed)
    {
        try
        {
            var package = packages.FirstOrDefault(file =>
                !IsSymbols(file) && PackageIdentity.OfPackage(file).Id.Equals(packed.Id, StringComparison.OrdinalIgnoreCase));
            return package is null ? null : PackageDescription.OfPackage(package);
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            // The check of the same file has said so.
            return null;
        }
    }

    /// <summary>The same file names come with every version, so the path says which one it is.</summary>
    private TaskItem InItsPlace(ITaskItem source)
    {
        var item = new TaskItem(Escaping.Escape(source.GetMetadata("FullPath")));
        var version = string.IsNullOrWhiteSpace(Version) ? DefaultVersion : Version;
        ((ITaskItem2)item).SetMetadataValueLiteral("BintrayPath", $"{DefaultPackage}/{version}/{source.GetMetadata("Place")}");
        return item;
    }

    /// <summary>The id without the runtime that the SDK appends to it in the build for one runtime.</summary>
    private string BaseId()
    {
        var id = PackageId ?? "";
        var suffix = "." + RuntimeIdentifier;
        return PacksForRuntimes && suffix.Length > 1 && id.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            ? id.Substring(0, id.Length - suffix.Length)
            : id;
    }

    private PackageIdentity ReadNuspec(PackageIdentity project, PropertyReader reader)
    {
        if (string.IsNullOrWhiteSpace(NuspecFile))
        {
            return project;
        }

        var file = Absolute(NuspecFile!);
        try
        {
            return PackageIdentity.OfNuspec(file, NuspecProperties);
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            reader.Add(Texts.NuspecUnreadable(file, cause.Message));
            return project;
        }
    }

    /// <summary>
    /// NuGet predicts names from the project even when a .nuspec says otherwise; only the ending of the name is right then.
    /// </summary>
    private static string Renamed(string file, PackageIdentity project, PackageIdentity packed)
    {
        var predicted = $"{project.Id}.{project.NormalizedVersion}";
        var name = Path.GetFileName(file);
        return name.StartsWith(predicted, StringComparison.OrdinalIgnoreCase)
            ? Path.Combine(Path.GetDirectoryName(file)!, $"{packed.Id}.{packed.NormalizedVersion}{name.Substring(predicted.Length)}")
            : file;
    }

    private bool Check(string file, PackageIdentity expected, PropertyReader reader)
    {
        if (!File.Exists(file))
        {
            reader.Add(Texts.PackOutputMissing(file));
            return false;
        }

        try
        {
            var found = PackageIdentity.OfPackage(file);
            if (!IsIdOf(found.Id, expected.Id)
                || !found.NormalizedVersion.Equals(expected.NormalizedVersion, StringComparison.OrdinalIgnoreCase))
            {
                reader.Add(Texts.IdentityMismatch(file, found.ToString(), expected.ToString()));
            }
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            reader.Add(Texts.PackUnreadable(file, cause.Message));
        }

        return true;
    }

    private bool IsIdOf(string found, string expected) =>
        found.Equals(expected, StringComparison.OrdinalIgnoreCase)
        || (PacksForRuntimes && found.StartsWith(expected + ".", StringComparison.OrdinalIgnoreCase));

    private static ITaskItem WithDefaultPath(ITaskItem source)
    {
        if (source.GetMetadata("RecursiveDir").Length == 0)
        {
            return source;
        }

        var item = new TaskItem(source);
        ((ITaskItem2)item).SetMetadataValueLiteral(ArtifactItems.DefaultPath, ArtifactItems.DefaultPathOf(source));
        return item;
    }

    private static bool IsSymbols(string file) => HasExtension(file, ".snupkg") || HasExtension(file, ".symbols.nupkg");

    private static bool HasExtension(string file, string extension) => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsUnreadable(Exception cause) =>
        cause is IOException or UnauthorizedAccessException or InvalidDataException or XmlException;
}
