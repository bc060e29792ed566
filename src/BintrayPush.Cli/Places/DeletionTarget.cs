using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Report;

namespace BintrayPush.Cli.Places;

/// <summary>What is to be deleted, as it was looked at.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Kind">What it is: a repository, a package, a version or a file.</param>
/// <param name="Files">The files that go with it, published or not.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Packages">Of a repository, how many packages go with it; otherwise 0.</param>
/// <param name="NewestStable">The newest stable version that goes, in whole or in part, unless a whole repository does.</param>
/// <param name="Delete">Deletes it.</param>
internal sealed record DeletionTarget(
    string Name,
    string Kind,
    int Files,
    long Bytes,
    int Packages,
    VersionAddress? NewestStable,
    Func<CancellationToken, Task> Delete)
{
    /// <summary>How much goes, for people.</summary>
    public string Amount =>
        $"{(Packages == 0 ? "" : $"{Count(Packages, "package")}, ")}{Count(Files, "file")}, {PushSummary.Size(Bytes)}";

    /// <summary>Looks for what a name stands for, and at what would go with it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="text">The name: of a repository, a package, a version, or a version and the path of one of its files.</param>
    /// <param name="place">What the place is called.</param>
    /// <param name="passphrase">Opens the key that signs the index of a repository.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="CommandFailure">It is no name, or there is no such thing.</exception>
    public static Task<DeletionTarget> FindAsync(
        IBintray service, string text, string place, Secret? passphrase, CancellationToken cancellation)
    {
        var look = new Look(service, place, passphrase, cancellation);
        return Addresses.Deletable(text) switch
        {
            (RepositoryAddress repository, _) => look.RepositoryAsync(repository),
            (PackageAddress package, _) => look.PackageAsync(package),
            (VersionAddress version, null) => look.VersionAsync(version),
            (VersionAddress version, { } path) => look.FileAsync(version, path),
            _ => throw new InvalidOperationException("Unknown kind of address."),
        };
    }

    private static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";

    private static DeletionTarget Of(
        object name, string kind, IReadOnlyList<RepositoryFile> files, VersionAddress? stable, Func<CancellationToken, Task> delete) =>
        new(name.ToString()!, kind, files.Count, files.Sum(file => file.Size), 0, stable, delete);

    private sealed class Look(IBintray service, string place, Secret? passphrase, CancellationToken cancellation)
    {
        public async Task<DeletionTarget> RepositoryAsync(RepositoryAddress repository)
        {
            if (await service.GetRepositoryAsync(repository, cancellation).ConfigureAwait(false) is null)
            {
                throw NotThere("repository", repository);
            }

            var (files, bytes) = (0, 0L);
            var packages = await PackageNames.AllAsync(service, repository, cancellation).ConfigureAwait(false);
            foreach (var package in packages)
            {
                var all = AllOf(await service.ListFilesAsync(
                    PackageAddress.Of(repository, package), includeUnpublished: true, cancellation).ConfigureAwait(false));
                files += all.Count;
                bytes += all.Sum(file => file.Size);
            }

            return Of(repository, "repository", [], null, end => service.DeleteRepositoryAsync(repository, end)) with
            {
                Files = files,
                Bytes = bytes,
                Packages = packages.Count,
            };
        }

        public async Task<DeletionTarget> PackageAsync(PackageAddress address)
        {
            var package = await FindPackageAsync(address).ConfigureAwait(false);
            var files = AllOf(await service.ListFilesAsync(address, includeUnpublished: true, cancellation).ConfigureAwait(false));
            var stable = await WantedVersion.NewestStableAsync(service, package, cancellation).ConfigureAwait(false);
            var newest = stable is [var first, ..] ? first : null;
            return Of(address, "package", files, newest, end => service.DeletePackageAsync(address, end, passphrase));
        }

        public async Task<DeletionTarget> VersionAsync(VersionAddress version)
        {
            var files = await FilesAsync(version).ConfigureAwait(false);
            var stable = await StableAsync(version).ConfigureAwait(false);
            return Of(version, "version", files, stable, end => service.DeleteVersionAsync(version, end, passphrase));
        }

        /// <summary>
        /// The path is that in the repository; where it begins with the names of package and version, as paths do as a rule, these need not
        /// be said twice.
        /// </summary>
        public async Task<DeletionTarget> FileAsync(VersionAddress version, RepositoryPath path)
        {
            var files = await FilesAsync(version).ConfigureAwait(false);
            List<RepositoryFile> named = [.. Named(path.Value), .. Named($"{version.Package.Name}/{version.Name}/{path}")];
            if (named.Count == 0)
            {
                throw NotThere("file", $"{version}/{path}");
            }

            // Given again the name would be that of the other one.
            var places = named.Select(one => one.Path).Distinct().ToList();
            if (places.Count > 1)
            {
                throw CommandFailure.Failed(Complaints.TwoFiles($"{version}/{path}", places[0], places[1]));
            }

            var file = new FileAddress(version.Repository, places[0]);
            var stable = await StableAsync(version).ConfigureAwait(false);
            return Of(file, "file", named, stable, end => service.DeleteFileAsync(file, end, passphrase));

            List<RepositoryFile> Named(string name) => [.. files.Where(one => one.Path.Value == name)];
        }

        private static List<RepositoryFile> AllOf(FileListing files) => [.. files.Published, .. files.Unpublished];

        private async Task<List<RepositoryFile>> FilesAsync(VersionAddress version) =>
            await service.GetVersionAsync(version, cancellation).ConfigureAwait(false) is null
                ? throw NotThere("version", version)
                : AllOf(await service.ListFilesAsync(version, includeUnpublished: true, cancellation).ConfigureAwait(false));

        private async Task<VersionAddress?> StableAsync(VersionAddress version)
        {
            var package = await FindPackageAsync(version.Package).ConfigureAwait(false);
            var stable = await WantedVersion.NewestStableAsync(service, package, cancellation).ConfigureAwait(false);
            return stable.Contains(version) ? version : null;
        }

        private async Task<Package> FindPackageAsync(PackageAddress address) =>
            await service.GetPackageAsync(address, cancellation).ConfigureAwait(false) ?? throw NotThere("package", address);

        private CommandFailure NotThere(string kind, object name) =>
            CommandFailure.Failed(Complaints.NotThere($"{kind} {name}", place, "Look at what is there with 'bintray show'."));
    }
}
