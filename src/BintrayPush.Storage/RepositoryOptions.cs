using BintrayPush.Api.Service;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage;

/// <summary>What a repository is given from outside: limits, and what needs libraries that a build does not load.</summary>
public sealed record RepositoryOptions
{
    /// <summary>Which archives are exploded, and what they may hold.</summary>
    public ArchiveReader Archives { get; init; } = ArchiveReader.Default;

    /// <summary>Reads Debian packages; without it indexes of Debian repositories are noted as due.</summary>
    public IDebReader? DebReader { get; init; }

    /// <summary>
    /// Looks into what is uploaded to a NuGet repository, and throws <see cref="InvalidDataException"/> if its name is that of a package
    /// and it is none; without it any bytes are taken.
    /// </summary>
    public Func<RepositoryPath, Stream, CancellationToken, Task>? NuGetCheck { get; init; }

    /// <summary>The keys that subjects sign with; without them nothing is signed.</summary>
    public ISubjectKeys? Keys { get; init; }

    /// <summary>Gets each call of the store; without it nobody does.</summary>
    public StoreMeasure? Measure { get; init; }
}
