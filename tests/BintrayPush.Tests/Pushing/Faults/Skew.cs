using BintrayPush.Api.Model;

namespace BintrayPush.Tests.Pushing.Faults;

/// <summary>What a service answers whose clock is off.</summary>
internal static class Skew
{
    /// <summary>The same answer with every date moved. A version without a release date gets one, as a service may give it.</summary>
    public static object Of(object answer, TimeSpan off) => answer switch
    {
        Repository repository => repository with { Created = repository.Created + off },
        Package package => package with { Created = package.Created + off, Updated = package.Updated + off },
        PackageVersion version => version with
        {
            Created = version.Created + off,
            Updated = version.Updated + off,
            Details = version.Details with { Released = version.Details.Released ?? DateTimeOffset.UtcNow + off },
        },
        FileListing listing => new FileListing(Of(listing.Published, off), Of(listing.Unpublished, off)),
        _ => throw new ArgumentException($"{answer} has no date.", nameof(answer)),
    };

    private static IReadOnlyList<RepositoryFile> Of(IReadOnlyList<RepositoryFile> files, TimeSpan off) =>
        [.. files.Select(file => file with { Created = file.Created + off })];
}
