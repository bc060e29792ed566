using System.Globalization;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Pages;

/// <summary>
/// The API keys of who is signed in. A new key is shown in the answer to the form that made it, and never again. Nobody gets more by it
/// than the key that they have signed in with: that must be one for all that its user may do, and the new one does not outlive it.
/// </summary>
internal sealed class KeyPages(
    UserRecords users, KeyUses uses, PageHandling pages, PageSessions sessions, TimeProvider time, bool readOnly)
{
    private const int MostKeys = 50;
    private const int MostDays = 3650;

    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("GET", "/keys", Needs.Nothing, ShowAsync),
        pages.Route("POST", "/keys/add", Needs.User, AddAsync),
        pages.Route("POST", "/keys/remove", Needs.User, RemoveAsync),
    ];

    private async Task<PageContent?> ShowAsync(Call call, PageContext context)
    {
        if (call.Caller is { Name: { } name } && await users.FindAsync(name, call.Cancellation) is { } user)
        {
            return await PageAsync(call, context, user, made: null);
        }

        pages.Lead(call, context.Links.SignIn);
        return null;
    }

    private async Task<PageContent?> AddAsync(Call call, PageContext context)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        var own = OwnKey(call, context);
        if (own.Scope is not null)
        {
            throw Refusal.Forbidden("sign in with a key that has no scope of its own, to make another one");
        }

        var name = form["name"].ToString().Trim();
        if (!ApiKey.IsName(name))
        {
            throw Refusal.BadRequest("the name of a key has up to 40 letters, digits, '.', '-' and '_'");
        }

        var made = KeyHash.NewKey();
        var key = ApiKey.Of(name, made, time.GetUtcNow()) with { Scope = ScopeIn(form), Expires = EndIn(form, own) };
        var user = await users.ChangeAsync(call.Caller.Name!, known => With(known, own, key), call.Cancellation)
            ?? throw Refusal.NoUser(call.Caller.Name!);
        return await PageAsync(call, context, user, new MadeKey(name, made));
    }

    private async Task<PageContent?> RemoveAsync(Call call, PageContext context)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        var own = OwnKey(call, context);
        var name = form["name"].ToString();
        if (own.Scope is not null && name != own.Name)
        {
            throw Refusal.Forbidden("a key with a scope of its own removes no other key");
        }

        await users.ChangeAsync(
            call.Caller.Name!,
            known => known.AllKeys.Any(key => key.Name == name)
                ? known.Without(name) : throw new BintrayException(BintrayException.NotFound, "there is no such key"),
            call.Cancellation);
        // Who has removed the key that they are signed in with is so no more.
        pages.Lead(call, name == own.Name ? context.Links.SignIn : $"{context.Links.Keys}?removed=1");
        return null;
    }

    /// <summary>The key that the session was begun with. Who shows a key with the request itself has no forms.</summary>
    private static ApiKey OwnKey(Call call, PageContext context) => context.FormToken is not null && call.Caller.Key is { } key
        ? key
        : throw Refusal.Forbidden("sign in, to change your keys");

    private static UserRecord With(UserRecord known, ApiKey own, ApiKey key)
    {
        if (known.AllKeys.All(other => other.Name != own.Name || other.Hash != own.Hash))
        {
            throw Refusal.Unauthenticated();
        }

        if (known.AllKeys.Any(other => other.Name.Equals(key.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new BintrayException(
                BintrayException.Conflict, $"you have a key '{key.Name}' already; remove it first, or choose another name");
        }

        return known.AllKeys.Count < MostKeys
            ? known.With(key)
            : throw new BintrayException(BintrayException.Conflict, $"you have {MostKeys} keys, which is the most; remove one first");
    }

    private static Role? ScopeIn(IFormCollection form) => form["scope"].ToString() switch
    {
        "" => null,
        var word when Roles.Parse(word) is { } role and < Role.Admin => role,
        _ => throw Refusal.BadRequest("the scope of a key is read, stage, promote or publish, or none"),
    };

    private DateTimeOffset? EndIn(IFormCollection form, ApiKey own)
    {
        var text = form["days"].ToString().Trim();
        if (text.Length == 0)
        {
            return own.Expires;
        }

        var end = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays
            ? time.GetUtcNow().AddDays(days)
            : throw Refusal.BadRequest($"a key is good for 1 to {MostDays} days, or without an end");
        return own.Expires < end ? own.Expires : end;
    }

    private async Task<PageContent?> PageAsync(Call call, PageContext context, UserRecord user, MadeKey? made)
    {
        var days = await uses.ReadAsync(user.Name, call.Cancellation);
        var own = context.FormToken is null || readOnly ? null : call.Caller.Key;
        return new(typeof(KeysPage), new()
        {
            [nameof(KeysPage.Context)] = context,
            [nameof(KeysPage.Keys)] = user.AllKeys.Select(key => LineOf(key, days, own)).ToArray(),
            [nameof(KeysPage.Made)] = made,
            [nameof(KeysPage.MayAdd)] = own is { Scope: null },
            [nameof(KeysPage.Until)] = own?.Expires,
            [nameof(KeysPage.Outcome)] = call.Query["removed"] is null ? null : "The key was removed.",
        });
    }

    private KeyLine LineOf(ApiKey key, IReadOnlyDictionary<string, string> days, ApiKey? own)
    {
        var created = key.Created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // An earlier key may have had the same name.
        var used = days.TryGetValue(key.Name, out var day) && string.CompareOrdinal(day, created) >= 0 ? day : null;
        var isOwn = key.Name == own?.Name;
        return new KeyLine(
            key.Name, key.Scope?.Word(), key.Created, key.Expires, key.HasExpired(time.GetUtcNow()), used, isOwn,
            isOwn || own is { Scope: null });
    }
}
