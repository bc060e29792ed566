using System.Text.Json;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Http;

/// <summary>One request that has found its route.</summary>
internal sealed class Call(
    HttpContext http,
    RequestTarget target,
    Caller caller,
    IReadOnlyDictionary<string,
    string[]> values,
    ServerSettings settings,
    JsonBodies bodies)
{
    public HttpContext Http => http;

    public RequestTarget Target => target;

    public Caller Caller => caller;

    public Parameters Query => target.Query;

    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>The subject in the path.</summary>
    public string Subject => this["subject"];

    /// <summary>Whether the path names a repository.</summary>
    public bool HasRepository => values.ContainsKey("repo");

    /// <summary>The repository in the path.</summary>
    public RepositoryAddress Repository => RepositoryAddress.Of(Subject, this["repo"]);

    /// <summary>The package in the path.</summary>
    public PackageAddress Package => PackageAddress.Of(Repository, this["package"]);

    /// <summary>The version in the path.</summary>
    public VersionAddress Version => VersionAddress.Of(Package, this["version"]);

    /// <summary>The file in the path.</summary>
    public FileAddress File => new(Repository, RepositoryPath.Of(RestOfPath));

    /// <summary>The rest of the path; it ends in a slash if the target did.</summary>
    public string RestOfPath => string.Join('/', Rest) + (target.EndsInSlash ? "/" : "");

    /// <summary>The segments of the rest of the path.</summary>
    public string[] Rest => values["path"];

    /// <summary>Whether the caller may see what only publishers see (reference 4, 6).</summary>
    public bool MayPublish => caller.RoleOn(Subject) >= Role.Stage;

    /// <summary>Whether the caller may upload.</summary>
    public bool MayStage => caller.RoleOn(Subject).Includes(Role.Stage);

    /// <summary>
    /// Whether the caller has asked for what this server says of files beyond Bintray's protocol: strict clients fail at fields and
    /// entries that they do not know.
    /// </summary>
    public bool WantsAllOfFiles =>
        ExtensionsHeader.Parse(http.Request.Headers[ExtensionsHeader.Name].OfType<string>()).HasFlag(Extensions.BothListings);

    /// <summary>What stands in the path in place of a name of the route's pattern.</summary>
    public string this[string name] => values[name][0];

    /// <summary>The same call for another file of the repository.</summary>
    public Call For(RepositoryPath path) =>
        new(http, target, caller, new Dictionary<string, string[]>(values) { ["path"] = path.Value.Split('/') }, settings, bodies);

    /// <summary>The body, or <see langword="null"/> if it is empty.</summary>
    public Task<JsonElement?> ReadJsonAsync() => bodies.ReadAsync(http, new JsonLimits(settings.MaxJsonBytes, settings.MaxJsonTokens));

    /// <summary>The body of a search, which anybody may send: it is small.</summary>
    public Task<JsonElement?> ReadQueryAsync() => ReadJsonAsync(JsonLimits.OfQuery);

    /// <summary>The fields of a call to sign.</summary>
    public async Task<Fields> ReadSigningAsync() => new(await ReadJsonAsync(JsonLimits.OfKey) ?? default);

    /// <summary>The fields of the body of a release, which names the files of many versions and may be four times as large.</summary>
    public async Task<Fields> ReadReleaseAsync()
    {
        const int Times = 4;
        var limits = new JsonLimits(settings.MaxJsonBytes * Times, settings.MaxJsonTokens * Times);
        return new(await bodies.ReadAsync(http, limits) ?? default);
    }

    /// <summary>The fields of the body; none if it is empty.</summary>
    public async Task<Fields> ReadFieldsAsync() => new(await ReadJsonAsync() ?? default);

    private Task<JsonElement?> ReadJsonAsync(JsonLimits limits) =>
        bodies.ReadAsync(http, limits with { Bytes = Math.Min(limits.Bytes, settings.MaxJsonBytes) });
}
