using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Files;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Formats;

/// <summary>
/// What Maven, Gradle and Ivy look for beside what was uploaded, made from what is published (protocol reference, sections 8.2 and 13): the
/// list of an artifact's versions, by which they find the latest one, and the checksums of every file. A file that was uploaded under such
/// a name goes before.
/// </summary>
internal sealed class MavenFiles(IBintray bintray, RepositoryFacts facts, FolderEntries entries) : IMadeFiles
{
    private static readonly string[] Checksums = [".sha1", ".md5", ".sha256"];

    /// <inheritdoc/>
    public async Task<bool> TryAnswerAsync(Call call, PackageAddress? package)
    {
        if (call.Rest is not [.. var folder, var name] || call.Target.EndsInSlash)
        {
            return false;
        }

        if (MavenLayout.IsMetadata(call.Rest))
        {
            return folder is [.. var group, var artifact] && group.Length > 0
                && await VersionsAsync(call, package, group, artifact) is { } versions
                && await AnswerAsync(call, name[MavenLayout.Metadata.Length..], versions.Text, versions.Updated);
        }

        if (Checksums.FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal) && name.Length > end.Length) is not { } extension)
        {
            return false;
        }

        var beside = RepositoryPath.Of(call.RestOfPath[..^extension.Length]);
        if (await bintray.GetFileAsync(new FileAddress(call.Repository, beside), call.Cancellation) is not { } file)
        {
            return false;
        }

        var checksum = extension switch
        {
            ".sha1" => file.Sha1,
            ".md5" => file.Md5,
            _ => file.Sha256,
        };
        return checksum is not null && await SendAsync(call, Encoding.ASCII.GetBytes(checksum), "text/plain", file.Created);
    }

    private async Task<(byte[] Text, DateTimeOffset Updated)?> VersionsAsync(
        Call call, PackageAddress? package, string[] group, string artifact)
    {
        string[] folder = [.. group, artifact];
        var found = package is not null ? await FilesOfAsync(package, folder, call.Cancellation)
            : await PlainPathsAsync(call, folder) is { } paths ? await FilesOfOwnersAsync(call, paths, folder)
            : await FilesOfAllAsync(call, folder);
        if (found.Count == 0)
        {
            return null;
        }

        var isOnePackage = found.All(file => file.Package == found[0].Package);
        // Oldest first, as Maven writes it. A package's own order counts; where two packages have one artifact, the time does.
        string[] versions =
        [
            .. found.GroupBy(file => file.Version)
                .OrderBy(version => isOnePackage ? version.Max(file => file.Age) : 0).ThenBy(version => version.Min(file => file.Created))
                .Select(version => version.Key),
        ];
        var updated = found.Max(file => file.Created);
        return (Write(string.Join('.', group), artifact, versions, updated), updated);
    }

    /// <summary>
    /// The files of an artifact as the plain files of the repository name them; <see langword="null"/> if it has none, as every private
    /// one.
    /// </summary>
    private async Task<SortedSet<string>?> PlainPathsAsync(Call call, string[] folder)
    {
        if (await facts.FindAsync(call.Repository, call.Cancellation) is not { IsPrivate: false }
            || await entries.ListPlainAsync(call.Repository, folder, call.Cancellation) is not { } names)
        {
            return null;
        }

        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var version in names.Where(name => name.EndsWith('/')).Select(name => name[..^1]))
        {
            string[] inside = [.. folder, version];
            var files = await entries.ListPlainAsync(call.Repository, inside, call.Cancellation) ?? [];
            paths.UnionWith(files.Where(file => IsOf(folder[^1], version, file)).Select(file => string.Join('/', [.. inside, file])));
        }

        return paths;
    }

    /// <summary>From the packages that own the paths: each of these packages is read once, and no other one.</summary>
    private async Task<List<ArtifactFile>> FilesOfOwnersAsync(Call call, SortedSet<string> paths, string[] folder)
    {
        var found = new List<ArtifactFile>();
        while (paths.Min is { } path)
        {
            paths.Remove(path);
            var address = new FileAddress(call.Repository, RepositoryPath.Of(path));
            if (await bintray.GetFileAsync(address, call.Cancellation) is { Version.Package: var owner }
                && found.All(file => file.Package != owner))
            {
                found.AddRange(await FilesOfAsync(owner, folder, call.Cancellation));
                paths.ExceptWith(found.Select(file => file.Path));
            }
        }

        return found;
    }

    private async Task<List<ArtifactFile>> FilesOfAllAsync(Call call, string[] folder)
    {
        var found = new List<ArtifactFile>();
        var packages = 0;
        while (await bintray.ListPackagesAsync(call.Repository, null, packages, call.Cancellation) is { Items.Count: > 0 } page)
        {
            foreach (var package in page.Items)
            {
                found.AddRange(await FilesOfAsync(PackageAddress.Of(call.Repository, package), folder, call.Cancellation));
            }

            packages += page.Items.Count;
            if (packages >= page.Total)
            {
                break;
            }
        }

        return found;
    }

    private static bool IsOf(string artifact, string version, string file) =>
        file.StartsWith($"{artifact}-{version}", StringComparison.Ordinal);

    /// <summary>The versions that the paths of files say: a package may count its own versions otherwise.</summary>
    private async Task<List<ArtifactFile>> FilesOfAsync(PackageAddress address, string[] folder, CancellationToken cancellation)
    {
        try
        {
            var start = string.Join('/', folder) + "/";
            var published = (await bintray.ListFilesAsync(address, includeUnpublished: false, cancellation)).Published
                .Where(file => file.Path.Value.StartsWith(start, StringComparison.Ordinal))
                .Select(file => (File: file, Path: file.Path.Value.Split('/')))
                .Where(file => file.Path.Length == folder.Length + 2)
                .Where(file => IsOf(folder[^1], file.Path[^2], file.Path[^1]))
                .ToArray();
            if (published.Length == 0 || await bintray.GetPackageAsync(address, cancellation) is not { } package)
            {
                return [];
            }

            // The service has the newest first.
            var ages = package.Versions.Reverse().Select((name, age) => (name, age))
                .ToDictionary(version => version.name, version => version.age);
            return [
                .. published.Select(file => new ArtifactFile(
                    address,
                    file.File.Path.Value,
                    file.Path[^2],
                    ages.GetValueOrDefault(file.File.Version.Name, int.MaxValue),
                    file.File.Created)),
            ];
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // Deleted since it was listed.
            return [];
        }
    }

    private static byte[] Write(string group, string artifact, string[] versions, DateTimeOffset updated) =>
        Encoding.UTF8.GetBytes(new XDocument(
        new XElement(
            "metadata",
            new XElement("groupId", group),
            new XElement("artifactId", artifact),
            new XElement(
                "versioning",
                new XElement("latest", versions[^1]),
                new XElement("release", versions[^1]),
                new XElement("versions", versions.Select(version => new XElement("version", version))),
                new XElement("lastUpdated", updated.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture))))).ToString());

#pragma warning disable CA5350, CA5351 // What Maven asks for beside each file.
    private static Task<bool> AnswerAsync(Call call, string extension, byte[] text, DateTimeOffset updated) => extension switch
    {
        "" => SendAsync(call, text, "application/xml", updated),
        ".sha1" => SendAsync(call, Hex(SHA1.HashData(text)), "text/plain", updated),
        ".md5" => SendAsync(call, Hex(MD5.HashData(text)), "text/plain", updated),
        ".sha256" => SendAsync(call, Hex(SHA256.HashData(text)), "text/plain", updated),
        ".sha512" => SendAsync(call, Hex(SHA512.HashData(text)), "text/plain", updated),
        _ => Task.FromResult(false),
    };
#pragma warning restore CA5350, CA5351

    private static async Task<bool> SendAsync(Call call, byte[] body, string type, DateTimeOffset updated)
    {
        await MadeFile.SendAsync(call, body, type, updated);
        return true;
    }

    private static byte[] Hex(byte[] hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));

    /// <summary>A published file of an artifact.</summary>
    /// <param name="Package">The package that owns it.</param>
    /// <param name="Path">Its path.</param>
    /// <param name="Version">The version that the path says.</param>
    /// <param name="Age">The place of its package's version among the versions, the oldest first.</param>
    /// <param name="Created">When it was uploaded.</param>
    private sealed record ArtifactFile(PackageAddress Package, string Path, string Version, int Age, DateTimeOffset Created);
}
