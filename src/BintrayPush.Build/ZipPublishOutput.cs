using System.Text;
using BintrayPush.Artifacts;
using BintrayPush.Build.Packages;
using BintrayPush.Build.Publishing;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>Makes one zip of what was published for one framework and runtime.</summary>
[MSBuildMultiThreadableTask]
public sealed class ZipPublishOutput : PackedProjectTask
{
    /// <summary>The folder that was published into.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>What lay in it before, as <see cref="ListPublishFolder"/> lists it; nothing if the folder was empty.</summary>
    public ITaskItem[] FoundBefore { get; set; } = [];

    /// <summary>What the SDK says that it publishes: their <c>RelativePath</c> is the path below the folder.</summary>
    public ITaskItem[] Published { get; set; } = [];

    /// <summary>The framework, if the project has several.</summary>
    public string? Framework { get; set; }

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
        var followLinks = reader.Switch(Setting.FollowLinks, FollowLinks, false);
        var problems = new List<Problem>(reader.Problems);
        var folder = Absolute(PublishFolder);
        var files = PublishedFiles.In(folder, link => problems.Add(Texts.PublishOutputLinked(link)));
        if (!followLinks)
        {
            problems.AddRange(files.Values
                .Select(file => (File: file.FullName, Target: LinkedPath.LeadsOut(file.FullName, folder)))
                .Where(link => link.Target is not null)
                .Select(link => Texts.PublishOutputLeadsOut(link.File, link.Target!)));
        }

        var leftovers = Leftovers(files);
        if (leftovers.Count > 0)
        {
            Log.LogProblems([Texts.PublishLeftovers(folder, leftovers)]);
        }

        var entries = files.Where(file => !leftovers.Contains(file.Key)).ToDictionary(file => file.Key, file => file.Value.FullName);
        if (entries.Count == 0)
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

    /// <summary>
    /// What an earlier publish left: it was there before, nobody has written it since, and the SDK does not publish it. Targets that come
    /// after Publish may add files and change or delete those of the SDK, so apart from that the folder says what was published.
    /// </summary>
    private HashSet<string> Leftovers(Dictionary<string, FileInfo> files)
    {
        var published = new HashSet<string>(
            Published.Select(item => item.GetMetadata("RelativePath").Replace('\\', '/')), StringComparer.Ordinal);
        return
        [
            .. FoundBefore
                .Where(before => !published.Contains(before.ItemSpec)
                    && files.TryGetValue(before.ItemSpec, out var file) && PublishedFiles.IsAsDescribed(file, before))
                .Select(before => before.ItemSpec),
        ];
    }

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
