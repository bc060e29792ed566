using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Packages (protocol reference, section 4).</summary>
internal sealed class PackageCalls(IBintray bintray, RepositoryFacts facts, SigningData signing, bool requireOssMetadata)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "repos/{subject}/{repo}/packages", Needs.Read, ListAsync),
        new("POST", "packages/{subject}/{repo}", Needs.Stage, CreateAsync),
        new("GET", "packages/{subject}/{repo}/{package}", Needs.Read, GetAsync),
        new("PATCH", "packages/{subject}/{repo}/{package}", Needs.Publish, UpdateAsync),
        new("DELETE", "packages/{subject}/{repo}/{package}", Needs.Publish, DeleteAsync),
        new("GET", "packages/{subject}/{repo}/{package}/logs", Needs.Publish, ListLogsAsync),
        new("GET", "packages/{subject}/{repo}/{package}/logs/{name}", Needs.Publish, call => throw Refusal.NoFile(call["name"])),
        new("GET", "file_package/{subject}/{repo}/{path*}", Needs.Read, GetByFileAsync),
    ];

    private async Task ListAsync(Call call)
    {
        var page = await bintray.ListPackagesAsync(
            call.Repository, call.Query["start_name"], call.Query.Number("start_pos") ?? 0, call.Cancellation);
        await Answer.PageAsync(call.Http, page, (json, name) =>
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("linked", false);
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// A file for each day with downloads (reference, section 15): who has downloaded what. Here downloads are only counted, so the list
    /// is empty.
    /// </summary>
    private async Task ListLogsAsync(Call call)
    {
        _ = await bintray.GetPackageAsync(call.Package, call.Cancellation) ?? throw Refusal.NoPackage(call.Package.Name);
        await Answer.ListAsync(call.Http, Array.Empty<string>(), (json, day) => json.WriteStringValue(day));
    }

    private async Task CreateAsync(Call call)
    {
        var (name, fields) = await NamedBody.ReadAsync(call, "package");
        var details = PackageJson.Read(fields);
        if (requireOssMetadata && await facts.FindAsync(call.Repository, call.Cancellation) is { IsPrivate: false })
        {
            OssRules.Check(details);
        }

        var package = await bintray.CreatePackageAsync(PackageAddress.Of(call.Repository, name), details, call.Cancellation);
        await AnswerAsync(call, package, StatusCodes.Status201Created);
    }

    private async Task GetAsync(Call call) =>
        await AnswerAsync(call, await bintray.GetPackageAsync(call.Package, call.Cancellation) ?? throw await MissingAsync(call));

    private async Task UpdateAsync(Call call)
    {
        await bintray.UpdatePackageAsync(call.Package, PackageJson.Read(await call.ReadFieldsAsync()), call.Cancellation);
        await Answer.SuccessAsync(call.Http);
    }

    private async Task DeleteAsync(Call call) => await Answer.SuccessAsync(
        call.Http, bintray.DeletePackageAsync(call.Package, call.Cancellation, await signing.PassphraseAsync(call)));

    private async Task GetByFileAsync(Call call)
    {
        var file = await FileOwners.RequireAsync(bintray, call);
        var package = await bintray.GetPackageAsync(file.Version.Package, call.Cancellation) ?? throw Refusal.NoFile(file.Path.Value);
        await AnswerAsync(call, package);
    }

    private async Task AnswerAsync(Call call, Package package, int status = StatusCodes.Status200OK)
    {
        var attributes = call.Query.Flag("attribute_values") == true
            ? await bintray.GetAttributesAsync(package.Address, null, call.Cancellation)
            : null;
        await Answer.JsonAsync(call.Http, status, json => PackageJson.Write(json, package, attributes, call.MayPublish));
    }

    /// <summary>What is missing, the repository or the package: scripts compare the words.</summary>
    private async Task<BintrayException> MissingAsync(Call call) =>
        await facts.FindAsync(call.Repository, call.Cancellation) is null
            ? Refusal.NoRepository(call.Repository.Name)
            : Refusal.NoPackage(call.Package.Name);
}
