using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Feed;

/// <summary>The bytes that clients of a feed ask for: packages, what is in them, and debug information.</summary>
internal sealed class ContentCalls(IBintray bintray, FeedIndex index, RepositoryFacts facts, FeedAddress addresses, DownloadCalls downloads)
{
    private const string Symbols = "symbols";
    private const string TextType = "text/plain; charset=utf-8";
    private const string ChecksumHeader = "SymbolChecksum";

    private readonly NuGetPackageReader _packages = NuGetLibrary.Reader(new PackageLimits());
    private readonly SymbolPackageReader _symbols = new(new PackageLimits());

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "nuget/{subject}/{repo}/v3/flat/{id}/{version}/{name}", Needs.Read, SendAsync),
        new("GET", "nuget/{subject}/{repo}/v3/details/{id}/{version}", Needs.Read, ShowAsync),
        new("GET", $"nuget/{{subject}}/{{repo}}/v3/{Symbols}/{{name}}/{{signature}}/{{file}}", Needs.Read, SendPdbAsync),
        // Visual Studio says the name of the folder and of the file in it twice to servers that it takes for old ones.
        new("GET", $"nuget/{{subject}}/{{repo}}/v3/{Symbols}/{{first}}/{{name}}/{{signature}}/{{file}}", Needs.Read, SendPdbAsync),
    ];

    private async Task SendAsync(Call call)
    {
        var file = await FindAsync(call);
        var (package, name) = (file.Package, call["name"].ToLowerInvariant());
        if (name == $"{package.LowerId}.{package.LowerVersion}.nupkg")
        {
            await downloads.DownloadAsync(call.For(RepositoryPath.Of(package.Path)));
            return;
        }

        using var content = await OpenAsync(call, RepositoryPath.Of(package.Path), file.Sha256);
        var (bytes, type) = name switch
        {
            "icon" => (await EntryAsync(package.Package.IconEntry), IconType(package.Package.IconEntry)),
            "license" => (await EntryAsync(package.Package.LicenseEntry), TextType),
            "readme" => (await EntryAsync(package.Package.ReadmeEntry), TextType),
            _ when name == $"{package.LowerId}.nuspec" =>
                (await _packages.ReadManifestAsync(content, call.Cancellation), "application/xml"),
            _ => (null, ""),
        };
        await BytesAsync(call, bytes ?? throw Refusal.NoFile(call.Target.Shown), type);

        async Task<byte[]?> EntryAsync(string? entry) =>
            entry is null ? null : await _packages.ReadEntryAsync(content, entry, call.Cancellation);
    }

    /// <summary>Pictures only: what calls itself one and is a page must not become one here.</summary>
    private static string IconType(string? entry) => Path.GetExtension(entry)?.ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    };

    private async Task ShowAsync(Call call)
    {
        var file = await FindAsync(call);
        call.Http.Response.Redirect(addresses.FolderOf(call, file.Package.Path));
    }

    private async Task<FeedFile> FindAsync(Call call) =>
        await FeedCalls.AskAsync(index, facts, call, feed => feed.Find(call["id"], call["version"]))
            ?? throw Refusal.NoFile(call.Target.Shown);

    private async Task SendPdbAsync(Call call)
    {
        var found = await FeedCalls.AskAsync(index, facts, call, feed => feed.FindPdb(call["name"], call["signature"]))
            ?? throw Refusal.NoFile(call.Target.Shown);
        if (Expected(call.Http.Request) is { Count: > 0 } sums && !sums.Contains(found.Checksum))
        {
            throw new BintrayException(
                BintrayException.NotFound, $"'{call["name"]}' is here, but its checksum is none of those in {ChecksumHeader}");
        }

        using var content = await OpenAsync(call, found.Path, found.Sha256);
        await using var pdb = await _symbols.OpenAsync(content, found.Entry, call.Cancellation)
            ?? throw Refusal.NoFile(call.Target.Shown);
        call.Http.Response.ContentType = "application/octet-stream";
        if (!HttpMethods.IsHead(call.Http.Request.Method))
        {
            await pdb.CopyToAsync(call.Http.Response.Body, call.Cancellation);
        }
    }

    /// <summary><c>SHA256:digits</c>, any number of them; those of other kinds say nothing that is known here.</summary>
    private static HashSet<string> Expected(HttpRequest request) =>
        [.. request.Headers[ChecksumHeader].OfType<string>().SelectMany(line => line.Split(';', ','))
            .Select(sum => sum.Trim().Split(':', 2))
            .Where(parts => parts.Length == 2 && parts[0].Equals("SHA256", StringComparison.OrdinalIgnoreCase))
            .Select(parts => parts[1].Trim().ToLowerInvariant())];

    private async Task<Stream> OpenAsync(Call call, RepositoryPath path, string sha256)
    {
        var download = await bintray.DownloadAsync(new FileAddress(call.Repository, path), includeUnpublished: false, call.Cancellation);
        if (download?.File.Sha256 == sha256)
        {
            return download!.Content;
        }

        download?.Dispose();
        throw Refusal.NoFile(call.Target.Shown);
    }

    private static Task BytesAsync(Call call, byte[] bytes, string type)
    {
        var headers = call.Http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";
        return Answer.WriteAsync(call.Http, StatusCodes.Status200OK, type, bytes);
    }
}
