using System.Security.Cryptography;
using BintrayPush.Api.Service;

namespace BintrayPush.Storage.Store;

/// <summary>What the service takes from the world besides its objects; a test puts a world of its own in its place.</summary>
internal sealed record StorageEnvironment
{
    /// <summary>The time now, UTC.</summary>
    public Func<DateTimeOffset> Now { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>A fresh name: 128 random bits, hexadecimal.</summary>
    public Func<string> NewId { get; init; } = RandomId;

    /// <summary>Pauses before another try after another writer was faster.</summary>
    public Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>
    /// How long a release may be open whose writer may be alive: between its first head and its commit nothing but records is written.
    /// </summary>
    public TimeSpan ReleaseLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many files a page of a manifest may have (docs/store.md, "Keys").</summary>
    public int MaxFilesInPage { get; init; } = 128;

    /// <summary>Makes a place on this machine where an archive waits until it is unpacked; it vanishes when it is disposed.</summary>
    public Func<Stream> PutAside { get; init; } = () => new PutAsideFile(Path.Combine(Path.GetTempPath(), $"bintray-{RandomId()}"));

    /// <summary>Reads Debian packages; without it no index of a Debian repository is made here.</summary>
    public IDebReader? DebReader { get; init; }

    /// <inheritdoc cref="RepositoryOptions.NuGetCheck"/>
    public Func<RepositoryPath, Stream, CancellationToken, Task>? NuGetCheck { get; init; }

    /// <summary>The keys that subjects sign with; without them nothing is signed.</summary>
    public ISubjectKeys? Keys { get; init; }

    private static string RandomId()
    {
        var bytes = new byte[16];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Hex.Of(bytes);
    }
}
