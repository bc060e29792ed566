using BintrayPush.Feed.StaticFeeds;

namespace BintrayPush.Feed.Tests.StaticFeeds;

/// <summary>The files of a feed, that remember what was done to them, and may fail.</summary>
internal sealed class RecordedFiles(IFeedFiles files) : IFeedFiles
{
    public List<string> Done { get; } = [];

    /// <summary>After how many changes the next one fails.</summary>
    public int FailsAfter { get; init; } = int.MaxValue;

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => files.ReadAsync(name, cancellation);

    public long? LengthOf(string name) => files.LengthOf(name);

    public Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation)
    {
        Do($"write {name}");
        return files.WriteAsync(name, write, flush, cancellation);
    }

    public Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation) =>
        files.TryPutAsync(name, package, cancellation);

    public void Delete(string name)
    {
        Do($"delete {name}");
        files.Delete(name);
    }

    public IEnumerable<string> Below(string folder) => files.Below(folder);

    private void Do(string what)
    {
        if (Done.Count == FailsAfter)
        {
            throw new IOException("The disk is gone.");
        }

        Done.Add(what);
    }
}
