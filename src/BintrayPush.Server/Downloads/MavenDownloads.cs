using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using BintrayPush.Api;

namespace BintrayPush.Server;

/// <summary>
/// <c>GET</c> on the address of a Maven upload (protocol reference 8.2): the file itself, or the list of an artifact's versions, made
/// from what is published.
/// </summary>
internal sealed class MavenDownloads(IBintray bintray, DownloadCalls downloads)
{
    public IEnumerable<Route> Routes => [new("GET", "maven/{subject}/{repo}/{package}/{path*}", Needs.Read, GetAsync)];

    private Task GetAsync(Call call) => MavenLayout.IsMetadata(call.Rest) ? ListVersionsAsync(call) : downloads.DownloadAsync(call);

    private async Task ListVersionsAsync(Call call)
    {
        if (call.Rest is not [.. var group, var artifact, var name] || group.Length == 0
            || await bintray.GetPackageAsync(call.Package, call.Cancellation) is not { } package)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var folder = string.Join('/', [.. group, artifact]) + "/";
        var files = await bintray.ListFilesAsync(call.Package, includeUnpublished: false, call.Cancellation);
        var published = files.Published.Where(file => file.Path.Value.StartsWith(folder, StringComparison.Ordinal)).ToArray();
        // Oldest first, as Maven writes it; the service has the newest first.
        string[] versions = [.. package.Versions.Reverse().Where(version => published.Any(file => file.Version.Name == version))];
        if (versions.Length == 0)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var text = Write(string.Join('.', group), artifact, versions, published.Max(file => file.Created));
        await AnswerAsync(call, name, text);
    }

    private static byte[] Write(string group, string artifact, string[] versions, DateTimeOffset updated) => Encoding.UTF8.GetBytes(new XDocument(
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
    private static async Task AnswerAsync(Call call, string name, byte[] text)
    {
        var (body, type) = name[MavenLayout.Metadata.Length..] switch
        {
            "" => (text, "application/xml"),
            ".sha1" => (Hex(SHA1.HashData(text)), "text/plain"),
            ".md5" => (Hex(MD5.HashData(text)), "text/plain"),
            ".sha256" => (Hex(SHA256.HashData(text)), "text/plain"),
            ".sha512" => (Hex(SHA512.HashData(text)), "text/plain"),
            _ => throw Refusal.NoFile(call.RestOfPath),
        };
        await Results.Bytes(body, type).ExecuteAsync(call.Http);
    }
#pragma warning restore CA5350, CA5351

    private static byte[] Hex(byte[] hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
}
