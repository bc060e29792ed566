using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// What Maven, Gradle and Ivy look for beside what was uploaded, made from what is published (protocol reference, sections 8.2 and 13): the
/// list of an artifact's versions, by which they find the latest one, and the checksums of every file. A file that was uploaded under such
/// a name goes before.
/// </summary>
internal sealed class MavenFiles(IBintray bintray)
{
    private static readonly string[] Checksums = [".sha1", ".md5", ".sha256"];

    /// <summary>Answers if the path of the call names such a file.</summary>
    /// <param name="call">The call.</param>
    /// <param name="package">The package to look into; <see langword="null"/> for all of the repository.</param>
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
        var found = new List<(string Version, int Age, DateTimeOffset Created)>();
        var packages = 0;
        foreach (var address in package is null ? await PackagesAsync(call) : [package])
        {
            var files = await VersionsOfAsync(address, [.. group, artifact], call.Cancellation);
            found.AddRange(files);
            packages += files.Count > 0 ? 1 : 0;
        }

        if (found.Count == 0)
        {
            return null;
        }

        // Oldest first, as Maven writes it. A package's own order counts; where two packages have one artifact, the time does.
        string[] versions =
        [
            .. found.GroupBy(file => file.Version)
                .OrderBy(version => packages == 1 ? version.Max(file => file.Age) : 0).ThenBy(version => version.Min(file => file.Created))
                .Select(version => version.Key),
        ];
        var updated = found.Max(file => file.Created);
        return (Write(string.Join('.', group), artifact, versions, updated), updated);
    }

    private async Task<IReadOnlyList<PackageAddress>> PackagesAsync(Call call)
    {
        var packages = new List<PackageAddress>();
        while (await bintray.ListPackagesAsync(call.Repository, null, packages.Count, call.Cancellation) is { Items.Count: > 0 } page)
        {
            packages.AddRange(page.Items.Select(name => PackageAddress.Of(call.Repository, name)));
            if (packages.Count >= page.Total)
            {
                break;
            }
        }

        return packages;
    }

    /// <summary>The versions that the paths of files say: a package may count its own versions otherwise.</summary>
    private async Task<IReadOnlyList<(string Version, int Age, DateTimeOffset Created)>> VersionsOfAsync(
        PackageAddress address, string[] folder, CancellationToken cancellation)
    {
        try
        {
            var start = string.Join('/', folder) + "/";
            var published = (await bintray.ListFilesAsync(address, includeUnpublished: false, cancellation)).Published
                .Where(file => file.Path.Value.StartsWith(start, StringComparison.Ordinal))
                .Select(file => (File: file, Path: file.Path.Value.Split('/')))
                .Where(file => file.Path.Length == folder.Length + 2)
                .Where(file => file.Path[^1].StartsWith($"{folder[^1]}-{file.Path[^2]}", StringComparison.Ordinal))
                .ToArray();
            if (published.Length == 0 || await bintray.GetPackageAsync(address, cancellation) is not { } package)
            {
                return [];
            }

            // The service has the newest first.
            var ages = package.Versions.Reverse().Select((name, age) => (name, age))
                .ToDictionary(version => version.name, version => version.age);
            return [
                .. published.Select(
                    file => (file.Path[^2], ages.GetValueOrDefault(file.File.Version.Name, int.MaxValue), file.File.Created))
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

    private static async Task<bool> SendAsync(Call call, byte[] body, string type, DateTimeOffset updated)
    {
        call.Http.Response.Headers.XContentTypeOptions = "nosniff";
        call.Http.Response.Headers.CacheControl = "no-cache";
        call.Http.Response.Headers["X-Checksum-Sha1"] = Convert.ToHexStringLower(SHA1.HashData(body));
        call.Http.Response.Headers["X-Checksum-Md5"] = Convert.ToHexStringLower(MD5.HashData(body));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"");
        await Results.Bytes(body, type, lastModified: updated, entityTag: tag).ExecuteAsync(call.Http);
        return true;
    }
#pragma warning restore CA5350, CA5351

    private static byte[] Hex(byte[] hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
}
