using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Pages;

/// <summary>
/// Who has a role on a subject and whose builds it trusts, for its admins. They see no role on another subject, and no user who has none on
/// this one: whom to let in at all the command decides.
/// </summary>
internal sealed class PeoplePages(
    UserRecords users, Policies policies, PageHandling pages, PageSessions sessions, bool readOnly)
{
    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("GET", "/users/{subject}", Needs.Admin, ShowUsersAsync),
        pages.Route("POST", "/users/{subject}/role", Needs.Admin, ChangeRoleAsync),
        pages.Route("GET", "/policies/{subject}", Needs.Admin, ShowPoliciesAsync),
    ];

    private async Task<PageContent?> ShowUsersAsync(Call call, PageContext context)
    {
        var lines = (await users.ListAsync(call.Cancellation))
            .Where(user => user.Roles.GetValueOrDefault(call.Subject) != Role.None)
            .Select(user => new UserLine(user.Name, user.Roles[call.Subject].Word(), user.Created))
            .ToArray();
        return new(typeof(UsersPage), new()
        {
            [nameof(UsersPage.Context)] = context,
            [nameof(UsersPage.Subject)] = call.Subject,
            [nameof(UsersPage.Users)] = Answer.PageOf(call, lines),
            [nameof(UsersPage.MayChange)] = !readOnly && context.FormToken is not null,
            [nameof(UsersPage.Outcome)] = call.Query["changed"] is null ? null : "The role was changed.",
        });
    }

    private async Task<PageContent?> ChangeRoleAsync(Call call, PageContext context)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        var (name, word) = (form["user"].ToString(), form["role"].ToString());
        var role = word == "none" ? Role.None : Roles.Parse(word) ?? throw Refusal.BadRequest("there is no such role");
        if (name == call.Caller.Name)
        {
            throw Refusal.Forbidden("your own role is changed by another admin, so that there always is one");
        }

        var given = new Dictionary<string, Role> { [call.Subject] = role };
        _ = await users.ChangeAsAdminAsync(
            call.Subject,
            call.Caller.Name!,
            name,
            known => known.Roles.GetValueOrDefault(call.Subject) == Role.None ? throw NoMember() : known.With(given),
            call.Cancellation) ?? throw NoMember();
        pages.Lead(call, $"{context.Links.Users(call.Subject)}?changed=1");
        return null;
    }

    private async Task<PageContent?> ShowPoliciesAsync(Call call, PageContext context)
    {
        var lines = (await policies.ListAsync(call.Cancellation)).Where(policy => policy.Subject == call.Subject)
            .Select(policy => new PolicyLine(
                policy.Id,
                policy.Scope == Role.Publish ? "push" : policy.Scope.Word(),
                policy.User,
                policy.Issuer,
                policy.Audience,
                [.. policy.Claims.Concat(policy.Ids ?? new Dictionary<string, string>()).Select(claim => $"{claim.Key}={claim.Value}")],
                policy.Created))
            .ToArray();
        return new(typeof(PoliciesPage), new()
        {
            [nameof(PoliciesPage.Context)] = context,
            [nameof(PoliciesPage.Subject)] = call.Subject,
            [nameof(PoliciesPage.Policies)] = Answer.PageOf(call, lines),
        });
    }

    /// <summary>The same whether there is such a user or not.</summary>
    private static BintrayException NoMember() => new(BintrayException.NotFound, "nobody of that name has a role there");
}
