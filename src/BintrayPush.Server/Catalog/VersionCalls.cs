using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Versions (protocol reference, section 5).</summary>
internal sealed class VersionCalls(IBintray bintray, RepositoryFacts facts, SigningData signing)
{
    /// <summary>The name that stands for the newest version with a published file.</summary>
    public const string Latest = "_latest";

    public IEnumerable<CallRoute> Routes =>
    [
        new("POST", "packages/{subject}/{repo}/{package}/versions", Needs.Stage, CreateAsync),
        new("GET", "packages/{subject}/{repo}/{package}/versions/{version}", Needs.Read, GetAsync),
        new("PATCH", "packages/{subject}/{repo}/{package}/versions/{version}", Needs.Publish, UpdateAsync),
        // What node-bintray sends for an update.
        new("POST", "packages/{subject}/{repo}/{package}/versions/{version}", Needs.Publish, UpdateAsync),
        new("DELETE", "packages/{subject}/{repo}/{package}/versions/{version}", Needs.Publish, DeleteAsync),
        new("GET", "file_version/{subject}/{repo}/{path*}", Needs.Read, GetByFileAsync),
    ];

    /// <summary>The version in the path, where <c>_latest</c> is possible.</summary>
    public static async Task<VersionAddress> ResolveAsync(IBintray bintray, Call call) => call["version"] != Latest
        ? call.Version
        : (await bintray.GetLatestVersionAsync(call.Package, call.Cancellation))?.Address ?? throw Refusal.NoVersion(Latest);

    private async Task CreateAsync(Call call)
    {
        var (name, fields) = await NamedBody.ReadAsync(call, "version");
        var version = await bintray.CreateVersionAsync(VersionAddress.Of(call.Package, name), VersionJson.Read(fields), call.Cancellation);
        await AnswerAsync(call, version, StatusCodes.Status201Created);
    }

    private async Task GetAsync(Call call)
    {
        var version = call["version"] == Latest
            ? await bintray.GetLatestVersionAsync(call.Package, call.Cancellation)
            : await bintray.GetVersionAsync(call.Version, call.Cancellation);
        await AnswerAsync(call, version ?? throw await MissingAsync(call));
    }

    private async Task UpdateAsync(Call call)
    {
        await bintray.UpdateVersionAsync(call.Version, VersionJson.Read(await call.ReadFieldsAsync()), call.Cancellation);
        await Answer.SuccessAsync(call.Http);
    }

    private async Task DeleteAsync(Call call) => await Answer.SuccessAsync(
        call.Http, bintray.DeleteVersionAsync(call.Version, call.Cancellation, await signing.PassphraseAsync(call)));

    private async Task GetByFileAsync(Call call)
    {
        var file = await FileOwners.RequireAsync(bintray, call);
        var version = await bintray.GetVersionAsync(file.Version, call.Cancellation) ?? throw Refusal.NoFile(file.Path.Value);
        await AnswerAsync(call, version);
    }

    private async Task AnswerAsync(Call call, PackageVersion version, int status = StatusCodes.Status200OK)
    {
        var attributes = call.Query.Flag("attribute_values") == true
            ? await bintray.GetAttributesAsync(version.Address, null, call.Cancellation)
            : null;
        await Answer.JsonAsync(call.Http, status, json => VersionJson.Write(json, version, attributes, call.MayPublish));
    }

    private async Task<BintrayException> MissingAsync(Call call) =>
        await facts.FindAsync(call.Repository, call.Cancellation) is null ? Refusal.NoRepository(call.Repository.Name)
        : await bintray.GetPackageAsync(call.Package, call.Cancellation) is null ? Refusal.NoPackage(call.Package.Name)
        : Refusal.NoVersion(call["version"]);
}
