using BintrayPush.Build.Publishing;
using BintrayPush.Build.Tasks;

namespace BintrayPush.Build;

/// <summary>Lists what lies in the publish folder before a publish, to tell leftovers of earlier ones from what it makes.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListPublishFolder : BintrayTask
{
    /// <summary>The folder; there need not be one.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Its files, for <see cref="ZipPublishOutput.FoundBefore"/>.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    private protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        Files = [.. PublishedFiles.In(Absolute(Folder), _ => { }).Select(file => PublishedFiles.Describe(file.Key, file.Value))];
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
