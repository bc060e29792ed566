using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// Dynamic downloads (protocol reference, section 13): <c>$latest</c> anywhere in the path stands for the name of the newest version
/// that has a published file at that path. The answer leads to the download; a file that needs a login comes at once, because not
/// every client shows its login again after a redirect.
/// </summary>
internal sealed class LatestDownloads(IBintray bintray, RepositoryFacts facts, DownloadCalls downloads, bool anonymousRead)
{
    private const string Token = "$latest";

    /// <summary>How many versions are looked at, newest first: anybody may ask.</summary>
    private const int MostVersions = 50;

    public IEnumerable<CallRoute> Routes => [new("GET", "content/{subject}/{repo}/{path*}", Needs.Read, GetAsync)];

    public async Task GetAsync(Call call)
    {
        var path = string.Join('/', call.Rest);
        if (path.Length == 0 || call.Target.EndsInSlash)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var found = path.Contains(Token, StringComparison.Ordinal)
            ? await FindLatestAsync(call, path)
            : (await bintray.GetFileAsync(call.File, call.Cancellation))?.Path;
        if (found is null)
        {
            throw Refusal.NoFile(path);
        }

        // What it stands for changes with the next publish.
        call.Http.Response.Headers.CacheControl = "no-store";
        if (!anonymousRead || await facts.FindAsync(call.Repository, call.Cancellation) is not { IsPrivate: false })
        {
            await downloads.DownloadAsync(call.For(found));
            return;
        }

        call.Http.Response.Redirect(AddressOf(call.Repository, found));
    }

    private async Task<RepositoryPath?> FindLatestAsync(Call call, string pattern)
    {
        var name = call.Target.Matrix["bt_package"] ?? call.Query["bt_package"]
            ?? (call.Http.Request.Headers["X-Bintray-Package"] is [{ Length: > 0 } header, ..] ? header : null)
            ?? throw Refusal.BadRequest($"'{Token}' needs the package: say it as 'bt_package' or in the header X-Bintray-Package");
        var address = PackageAddress.Of(call.Repository, name);
        var package = await bintray.GetPackageAsync(address, call.Cancellation) ?? throw Refusal.NoPackage(name);
        foreach (var version in package.Versions.Take(MostVersions))
        {
            if (RepositoryPath.TryParse(pattern.Replace(Token, version, StringComparison.Ordinal), out var path, out _)
                && await bintray.GetFileAsync(new FileAddress(call.Repository, path), call.Cancellation) is { } file
                && file.Version == VersionAddress.Of(address, version))
            {
                return path;
            }
        }

        return null;
    }

    private static string AddressOf(RepositoryAddress repository, RepositoryPath path) =>
        $"/dl/{repository}/{string.Join('/', path.Value.Split('/').Select(Uri.EscapeDataString))}";
}
