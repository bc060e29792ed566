using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Formats.Versions;

namespace BintrayPush.Cli.Places;

/// <summary>Which version a name stands for that may also be that of a file: <c>subject/repository/a/b</c> is either.</summary>
internal static class WantedVersion
{
    /// <summary>Finds it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="text">The name.</param>
    /// <param name="place">What the place is called.</param>
    /// <param name="mustBe">Whether a file is not meant.</param>
    /// <returns>The version; <see langword="null"/> if a file is meant. Where both are there, the file is.</returns>
    /// <exception cref="CommandFailure">A version is meant and there is none, or the package has no stable one.</exception>
    public static async Task<VersionAddress?> FindAsync(
        IBintray service, string text, string place, bool mustBe, CancellationToken cancellation)
    {
        if (Addresses.PackageOrVersion(text) is not { } owner)
        {
            return mustBe
                ? throw CommandFailure.Usage(Complaints.NotAnAddress(
                    text, "subject/repository/package[/version]", "with --to it is a package or a version"))
                : null;
        }

        var (version, package) = await LookAsync(service, owner, mustBe, cancellation).ConfigureAwait(false);
        if (version is null && package is null)
        {
            var kind = owner is VersionAddress ? "version" : "package";
            return mustBe
                ? throw CommandFailure.Failed(Complaints.NotThere($"{kind} {owner}", place, "Look at its name with 'bintray show'."))
                : null;
        }

        return !mustBe && await service.GetFileAsync(Addresses.File(text), cancellation).ConfigureAwait(false) is not null ? null
            : version
                ?? (await NewestStableAsync(service, package!, cancellation).ConfigureAwait(false) is [var newest, ..] ? newest : null)
                ?? throw CommandFailure.Failed(Complaints.NoStableVersion(package!.Address));
    }

    /// <summary>
    /// The stable versions with a public file that count as the newest: the one that was made last, and the one with the highest number,
    /// which is another one where an older line is still mended, and which clients take. Stable is what is no pre-release by how versions
    /// in such a repository are written.
    /// </summary>
    /// <returns>The one with the highest number first, if there are numbers; one if both are the same; none without a stable one.</returns>
    public static async Task<IReadOnlyList<VersionAddress>> NewestStableAsync(
        IBintray service, Package package, CancellationToken cancellation)
    {
        var type = (await service.GetRepositoryAsync(package.Address.Repository, cancellation).ConfigureAwait(false))?.Details.Type;
        var files = await service.ListFilesAsync(package.Address, includeUnpublished: false, cancellation).ConfigureAwait(false);
        var published = files.Published.Select(file => file.Version.Name).ToHashSet(StringComparer.Ordinal);
        var stable = package.Versions.Where(name => published.Contains(name) && !PrereleaseText.IsOne(name, type)).ToList();
        return [.. new[] { HighestVersion.Of(stable, type), stable.FirstOrDefault() }.OfType<string>().Distinct()
            .Select(name => VersionAddress.Of(package.Address, name))];
    }

    /// <summary>Who may read a file need not be allowed to ask for its version.</summary>
    private static async Task<(VersionAddress? Version, Package? Package)> LookAsync(
        IBintray service, MetadataOwner owner, bool mustBe, CancellationToken cancellation)
    {
        try
        {
            return owner is VersionAddress version
                ? (await service.GetVersionAsync(version, cancellation).ConfigureAwait(false) is null ? null : version, null)
                : (null, await service.GetPackageAsync((PackageAddress)owner, cancellation).ConfigureAwait(false));
        }
        catch (BintrayException refusal) when (
            !mustBe && refusal.Status is (BintrayException.Unauthorized or BintrayException.Forbidden))
        {
            return (null, null);
        }
    }
}
