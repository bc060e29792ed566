using System.Text;
using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Accounts;

/// <summary>Users, organizations, licences (protocol reference, section 14).</summary>
internal sealed class AccountCalls(IBintray bintray, UserRecords users, AccessRules access)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "users/{user}", Needs.User, GetUserAsync),
        new(
            "GET",
            "users/{user}/followers",
            Needs.User,
            call => Answer.PageAsync(call, Array.Empty<string>(), (json, name) => json.WriteStringValue(name))),
        new("GET", "users/{user}/keys/gpg/public.key", Needs.Nothing, GetPublicKeyAsync),
        new("GET", "orgs/{user}", Needs.User, GetOrganizationAsync),
        new("GET", "orgs/{user}/keys/gpg/public.key", Needs.Nothing, GetPublicKeyAsync),
        new("GET", "search/users", Needs.User, SearchAsync),
        new("GET", "licenses/oss_licenses", Needs.Nothing, call => Answer.ListAsync(call.Http, OssLicences.Ids, OssLicences.Write)),
    ];

    /// <summary>
    /// The keys with which a subject's signatures are checked (reference, section 10): those that the server signs with, or what the owner
    /// has put into the data folder.
    /// </summary>
    private async Task GetPublicKeyAsync(Call call)
    {
        var subject = RepositoryAddress.SubjectOf(call["user"]);
        var key = await bintray.GetPublicKeysAsync(subject, call.Cancellation) is { } keys ? Encoding.ASCII.GetBytes(keys)
            : await users.FindPublicKeyAsync(subject, call.Cancellation) ?? throw Refusal.NoFile("public.key");
        await Answer.WriteAsync(call.Http, StatusCodes.Status200OK, "application/pgp-keys", key);
    }

    /// <summary>The Java client asks this for organizations too, to test its credentials (reference 14, 16.2).</summary>
    private async Task GetUserAsync(Call call)
    {
        var name = call["user"];
        var user = await users.FindAsync(name, call.Cancellation);
        var repositories = await RepositoriesAsync(call, name);
        if (user is null && repositories.Count == 0 && (await MembersAsync(call, name)).Count == 0)
        {
            throw Refusal.NoUser(name);
        }

        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json => WriteUser(json, name, user, repositories));
    }

    private async Task GetOrganizationAsync(Call call)
    {
        var name = call["user"];
        var members = await MembersAsync(call, name);
        var repositories = await RepositoriesAsync(call, name);
        if (members.Count == 0 && repositories.Count == 0)
        {
            throw Refusal.NoSubject(name);
        }

        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStrings("repos", repositories);
            json.WriteNumber("followers_count", 0);
            json.WriteString("registered", members.Count > 0 ? WireDate.Format(members.Min(member => member.Created)) : "");
            json.WriteString("owner", members.FirstOrDefault(member => member.Roles[name] == Role.Admin)?.Name ?? "");
            json.WriteString("full_name", name);
            json.WriteStartArray("members");
            foreach (var member in members)
            {
                json.WriteStartObject();
                json.WriteString("name", member.Name);
                json.WriteString("type", member.Roles[name] == Role.Admin ? "admin" : "member");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStrings("teams", []);
            json.WriteEndObject();
        });
    }

    private async Task SearchAsync(Call call)
    {
        var wanted = call.Query["name"] is { Length: > 0 } name ? name : throw Refusal.BadRequest("'name' is expected");
        var found = new List<(UserRecord User, IReadOnlyList<string> Repositories)>();
        foreach (var user in (await users.ListAsync(call.Cancellation)).Where(user => NamePattern.IsIn(wanted, user.Name)))
        {
            found.Add((user, await RepositoriesAsync(call, user.Name)));
        }

        await Answer.PageAsync(call, found, (json, hit) => WriteUser(json, hit.User.Name, hit.User, hit.Repositories));
    }

    private async Task<IReadOnlyList<string>> RepositoriesAsync(Call call, string subject)
    {
        var repositories = await bintray.ListRepositoriesAsync(RepositoryAddress.SubjectOf(subject), call.Cancellation);
        return [.. repositories.Where(repository => access.MayRead(call.Caller, repository)).Select(repository => repository.Address.Name)];
    }

    private async Task<List<UserRecord>> MembersAsync(Call call, string subject) =>
        [.. (await users.ListAsync(call.Cancellation)).Where(user => user.Roles.ContainsKey(subject))];

    private static void WriteUser(Utf8JsonWriter json, string name, UserRecord? user, IReadOnlyList<string> repositories)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("full_name", name);
        json.WriteString("gravatar_id", "");
        json.WriteStrings("repos", repositories);
        json.WriteStrings("organizations", user?.Roles.Keys.Where(subject => subject != name).Order(StringComparer.Ordinal));
        json.WriteNumber("followers_count", 0);
        json.WriteString("registered", user is null ? "" : WireDate.Format(user.Created));
        json.WriteEndObject();
    }
}
