using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Service;
using BintrayPush.Feed.Model;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using Microsoft.Net.Http.Headers;

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

    /// <summary>Answers with a part of a package: its manifest, icon, licence or README.</summary>
    /// <param name="call">The call, which names the part.</param>
    /// <param name="file">The package as a feed shows it.</param>
    /// <param name="download">Its bytes.</param>
    public async Task SendPartAsync(Call call, FeedFile file, FileDownload download)
    {
        var (package, name) = (file.Package, call["name"].ToLowerInvariant());
        if (FeedAnswer.IsKnown(call, TagOf(download, name)))
        {
            return;
        }

        var content = download.Content;
        var said = download.File.Sha256 == file.Sha256 ? package.Package : await ReadReplacementAsync(call, content, package.Package);
        var (bytes, type) = name switch
        {
            "icon" => (await EntryAsync(said.IconEntry), IconType(said.IconEntry)),
            "license" => (await EntryAsync(said.LicenseEntry), TextType),
            "readme" => (await EntryAsync(said.ReadmeEntry), TextType),
            _ when name == $"{package.LowerId}.nuspec" =>
                (await _packages.ReadManifestAsync(content, call.Cancellation), "application/xml"),
            _ => (null, ""),
        };
        await BytesAsync(call, bytes ?? throw Refusal.NoFile(call.Target.Shown), type);

        async Task<byte[]?> EntryAsync(string? entry) =>
            entry is null ? null : await _packages.ReadEntryAsync(content, entry, call.Cancellation);
    }

    /// <summary>Whether a call is for the package itself.</summary>
    public static bool IsWhole(Call call, FeedPackage package) =>
        call["name"].Equals($"{package.LowerId}.{package.LowerVersion}.nupkg", StringComparison.OrdinalIgnoreCase);

    private async Task SendAsync(Call call)
    {
        var file = await FindAsync(call);
        if (IsWhole(call, file.Package))
        {
            await downloads.DownloadAsync(call.For(RepositoryPath.Of(file.Package.Path)));
            return;
        }

        using var download = await OpenAsync(call, RepositoryPath.Of(file.Package.Path));
        await SendPartAsync(call, file, download);
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

        using var download = await OpenAsync(call, found.Path);
        var entry = download.File.Sha256 == found.Sha256 ? found.Entry : await FindReplacementAsync(call, download.Content);
        await using var pdb = await _symbols.OpenAsync(download.Content, entry, call.Cancellation)
            ?? throw Refusal.NoFile(call.Target.Shown);
        if (FeedAnswer.IsKnown(call, TagOf(download, entry)))
        {
            return;
        }

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

    /// <summary>What is in a package changes with its bytes alone.</summary>
    private static EntityTagHeaderValue TagOf(FileDownload package, string part) =>
        new($"\"{package.File.Sha256}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part)))[..16]}\"");

    private async Task<FileDownload> OpenAsync(Call call, RepositoryPath path) =>
        await bintray.DownloadAsync(new FileAddress(call.Repository, path), includeUnpublished: false, call.Cancellation)
            ?? throw Refusal.NoFile(call.Target.Shown);

    /// <summary>What a package says whose bytes were replaced a moment ago: the index has yet to hear of it.</summary>
    private async Task<NuGetPackage> ReadReplacementAsync(Call call, Stream content, NuGetPackage replaced)
    {
        var package = await SoundAsync(call, _packages.ReadInstallableAsync(content, call.Cancellation));
        var isSame = package.Id.Equals(replaced.Id, StringComparison.OrdinalIgnoreCase) && package.Version == replaced.Version;
        return isSame ? package : throw Refusal.NoFile(call.Target.Shown);
    }

    /// <summary>The entry that a debugger asks for, in a symbol package whose bytes were replaced a moment ago.</summary>
    private async Task<string> FindReplacementAsync(Call call, Stream content)
    {
        var package = await SoundAsync(call, _symbols.ReadAsync(content, call.Cancellation));
        return package.Pdbs.FirstOrDefault(
            pdb => pdb.Name.Equals(call["name"], StringComparison.OrdinalIgnoreCase)
                && pdb.Signature.Equals(call["signature"], StringComparison.OrdinalIgnoreCase))?.Entry
            ?? throw Refusal.NoFile(call.Target.Shown);
    }

    /// <summary>What is no sound package is in no feed.</summary>
    private static async Task<T> SoundAsync<T>(Call call, Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (InvalidDataException)
        {
            throw Refusal.NoFile(call.Target.Shown);
        }
    }

    private static Task BytesAsync(Call call, byte[] bytes, string type)
    {
        var headers = call.Http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";
        return Answer.WriteAsync(call.Http, StatusCodes.Status200OK, type, bytes);
    }
}
