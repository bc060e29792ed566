using System.Security.Cryptography;
using System.Text;
using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>The files of each package: the nupkg, and what clients want of it without the whole.</summary>
internal sealed class PackageFiles(IFeedSource source, IFeedFiles files, FeedNames names, FeedChanges changes)
{
    /// <summary>Sees to it that the files of a package are there.</summary>
    /// <returns>Whether they are: a package that was replaced or deleted meanwhile has none to be shown.</returns>
    public async Task<bool> PutAsync(StaticPackage package, CancellationToken cancellation)
    {
        if (await IsThereAsync(package, cancellation).ConfigureAwait(false))
        {
            return true;
        }

        var content = await source.OpenAsync(package, cancellation).ConfigureAwait(false);
        if (content is null)
        {
            return false;
        }

        await using (content.ConfigureAwait(false))
        {
            // First of all: it must not vouch for a nupkg of which a crash has replaced only a part of the files.
            changes.Remove(names.Checksum(package.Package));
            if (!await changes.TryPutAsync(names.Content(package.Package), package, cancellation).ConfigureAwait(false))
            {
                await CopyAsync(package, content, cancellation).ConfigureAwait(false);
            }

            var manifest = await source.ReadManifestAsync(content, cancellation).ConfigureAwait(false);
            await changes.PutAsync(Manifest(package.Package), manifest, cancellation).ConfigureAwait(false);
            foreach (var (name, entry) in Entries(package.Package))
            {
                if (await source.ReadEntryAsync(content, entry, cancellation).ConfigureAwait(false) is { } bytes)
                {
                    await changes.PutAsync(name, bytes, cancellation).ConfigureAwait(false);
                }
            }
        }

        await changes.PutAsync(names.Checksum(package.Package), Checksum(package), cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>The names of the files of a package.</summary>
    public IEnumerable<string> NamesOf(FeedPackage package) =>
    [
        names.Content(package), names.Checksum(package), Manifest(package), .. Entries(package).Select(entry => entry.Name),
    ];

    private static byte[] Checksum(StaticPackage package) => Encoding.ASCII.GetBytes(package.Sha256.ToLowerInvariant());

    /// <remarks>An empty file is what a power loss leaves.</remarks>
    private async Task<bool> IsThereAsync(StaticPackage package, CancellationToken cancellation) =>
        files.LengthOf(names.Content(package.Package)) == package.Package.Size
        && NamesOf(package.Package).All(name => files.LengthOf(name) > 0)
        && await files.ReadAsync(names.Checksum(package.Package), cancellation).ConfigureAwait(false) is { } sum
        && sum.AsSpan().SequenceEqual(Checksum(package));

    private async Task CopyAsync(StaticPackage package, Stream content, CancellationToken cancellation)
    {
        await changes.WriteAsync(
            names.Content(package.Package),
            async file =>
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[1 << 16];
                content.Position = 0;
                for (int read; (read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                }

                var found = Convert.ToHexString(hash.GetHashAndReset());
                if (!found.Equals(package.Sha256, StringComparison.OrdinalIgnoreCase))
                {
                    throw new InvalidDataException($"'{LogText.Clean(package.Package.Path)}' has other bytes than were published");
                }
            },
            flush: true,
            cancellation).ConfigureAwait(false);
        content.Position = 0;
    }

    private string Manifest(FeedPackage package) => names.Beside(package, $"{package.LowerId}.nuspec");

    private IEnumerable<(string Name, string Entry)> Entries(FeedPackage package)
    {
        if (package.Package.IconEntry is { } icon)
        {
            yield return (names.Of(names.Urls.Icon(package)!), icon);
        }

        if (package.Package.LicenseEntry is { } license)
        {
            yield return (names.Of(names.Urls.License(package)!), license);
        }

        if (package.Package.ReadmeEntry is { } readme)
        {
            yield return (names.Of(names.Urls.Readme(package)!), readme);
        }
    }
}
