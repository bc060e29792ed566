using BintrayPush.Build.Tasks;
using BintrayPush.Guards;

namespace BintrayPush.Build;

/// <summary>
/// Reads when the commit was made that is checked out, for the time stamps in a package: then packing it again makes the same bytes. Where
/// there is no commit, packages are as they are without it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadBintrayCommit : BintrayTask
{
    /// <summary>Seconds since 1970, as <c>SOURCE_DATE_EPOCH</c> has them; nothing if that is not known.</summary>
    [Output]
    public string? Timestamp { get; private set; }

    private protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var (time, fault) = await CommitTime.ReadAsync(ProjectDirectory, cancellation).ConfigureAwait(false);
        Timestamp = time;
        Log.LogMessage(MessageImportance.Low, time is null
            ? $"BintrayPush: the package has the time at which it is packed: {fault}"
            : $"BintrayPush: the package has the time of the commit, {time} seconds since 1970.");
    }
}
