using System.Text;
using BintrayPush.Artifacts;
using BintrayPush.Build.Collecting;
using BintrayPush.Build.Publishing;
using BintrayPush.Build.Pushing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>Makes one zip of what was published for one framework and runtime.</summary>
[MSBuildMultiThreadableTask]
public sealed class ZipPublishOutput : BintrayTask
{
    /// <summary>The published files; <c>RelativePath</c>, or else the path below the searched folder, is their place in the zip.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The project's package id.</summary>
    public string? PackageId { get; set; }

    /// <summary>The version that is pushed, if the project names one.</summary>
    public string? Version { get; set; }

    /// <summary>The project's package version.</summary>
    public string? PackageVersion { get; set; }

    /// <summary>The framework, if the project has several.</summary>
    public string? Framework { get; set; }

    /// <summary>The runtime, if there is one.</summary>
    public string? RuntimeIdentifier { get; set; }

    /// <summary>Where the zip is written.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Whether files are taken that a link leads to out of the published folder; default false.</summary>
    public string? FollowLinks { get; set; }

    /// <summary>The zip: <c>id-version[-framework][-runtime].zip</c>.</summary>
    [Output]
    public ITaskItem? ZipFile { get; private set; }

    private protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var reader = new PropertyReader();
        var followLinks = reader.Switch("BintrayFollowLinks", FollowLinks, false);
        var problems = new List<Problem>(reader.Problems);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Files)
        {
            var file = item.GetMetadata("FullPath");
            var name = item.GetMetadata("RelativePath") is { Length: > 0 } given ? given.Replace('\\', '/') : ArtifactItems.DefaultPathOf(item);
            if (!File.Exists(file))
            {
                problems.Add(Texts.PublishOutputMissing(file));
            }
            else if (!followLinks && LeadsOut(file, name) is { } target)
            {
                problems.Add(Texts.PublishOutputLeadsOut(file, target));
            }
            else if (!entries.TryGetValue(name, out var other))
            {
                entries.Add(name, file);
            }
            else if (other != file)
            {
                problems.Add(Texts.PublishOutputTwice(name, other, file));
            }
        }

        if (Files.Length == 0)
        {
            problems.Add(Texts.PublishOutputEmpty(PackageId ?? "The project"));
        }

        Log.LogProblems(problems);
        if (problems.Count == 0)
        {
            var zip = Path.Combine(Absolute(Folder), Name());
            try
            {
                ReproducibleZip.Write(zip, entries, cancellation);
                ZipFile = new TaskItem(Escaping.Escape(zip));
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                Log.LogProblems([Texts.PublishOutputNotZipped(zip, cause.Message)]);
            }
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    private static string? LeadsOut(string file, string name) =>
        (ArtifactItems.FolderOf(file, name) ?? Path.GetDirectoryName(file)) is { } folder ? LinkedPath.LeadsOut(file, folder) : null;

    private string Name()
    {
        var version = string.IsNullOrWhiteSpace(Version) ? PackageIdentity.Normalize(PackageVersion ?? "") : Version!;
        var parts = new[] { PackageId, version, Framework, RuntimeIdentifier }.Where(part => !string.IsNullOrWhiteSpace(part));

        // A version may hold what a file name may not, a colon for example, and the name is to be the same on every system.
        var name = new StringBuilder(string.Join("-", parts)).Append(".zip");
        foreach (var forbidden in "\\/:*?\"<>|")
        {
            name.Replace(forbidden, '-');
        }

        return name.ToString();
    }
}
