using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Repositories (protocol reference, section 3).</summary>
internal sealed class RepositoryCalls(IBintray bintray, AccessRules access)
{
    private const string OfAddresses = "repos/{subject}/{repo}/ip_restrictions";

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "repos/{subject}", Needs.Nothing, ListAsync),
        new("GET", "repos/{subject}/{repo}", Needs.Read, GetAsync),
        new("GET", OfAddresses, Needs.Publish, GetRestrictionsAsync),
        new("*", OfAddresses, Needs.Member, _ => throw Refusal.NoAddressRestrictions()),
        new("POST", "repos/{subject}/{repo}", Needs.Admin, CreateAsync),
        new("PATCH", "repos/{subject}/{repo}", Needs.Admin, UpdateAsync),
        new("DELETE", "repos/{subject}/{repo}", Needs.Admin, DeleteAsync),
    ];

    private async Task ListAsync(Call call)
    {
        var subject = RepositoryAddress.SubjectOf(call.Subject);
        var repositories = await bintray.ListRepositoriesAsync(subject, call.Cancellation);
        await Answer.ListAsync(
            call.Http, repositories.Where(repository => access.MayRead(call.Caller, repository)), RepositoryJson.WriteName);
    }

    private async Task GetAsync(Call call)
    {
        var repository = await bintray.GetRepositoryAsync(call.Repository, call.Cancellation)
            ?? throw Refusal.NoRepository(call.Repository.Name);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json => RepositoryJson.Write(json, repository));
    }

    /// <summary>No address is let in or kept out: both lists are empty (reference, section 15).</summary>
    private async Task GetRestrictionsAsync(Call call)
    {
        _ = await bintray.GetRepositoryAsync(call.Repository, call.Cancellation) ?? throw Refusal.NoRepository(call.Repository.Name);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStrings("white_cidrs", []);
            json.WriteStrings("black_cidrs", []);
            json.WriteNull("hasWritePermission");
            json.WriteEndObject();
        });
    }

    private async Task CreateAsync(Call call)
    {
        var details = RepositoryJson.Read(await call.ReadFieldsAsync());
        var repository = await bintray.CreateRepositoryAsync(call.Repository, details, call.Cancellation);
        await Answer.JsonAsync(call.Http, StatusCodes.Status201Created, json => RepositoryJson.Write(json, repository));
    }

    private async Task UpdateAsync(Call call)
    {
        await bintray.UpdateRepositoryAsync(call.Repository, RepositoryJson.Read(await call.ReadFieldsAsync()), call.Cancellation);
        await Answer.SuccessAsync(call.Http);
    }

    private Task DeleteAsync(Call call) =>
        Answer.SuccessAsync(call.Http, bintray.DeleteRepositoryAsync(call.Repository, call.Cancellation));
}
