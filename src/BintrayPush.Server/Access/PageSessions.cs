using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Records;
using BintrayPush.Server.Users;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Access;

/// <summary>
/// Who is signed in to the web pages. Nothing is kept here: a session is a text that its browser brings along, signed with a secret that
/// all servers of a store share, and bound to the key that was shown. It ends after some hours, or with that key.
/// </summary>
internal sealed class PageSessions(
    IPrivateFiles files, UserRecords users, Authentication authentication, TimeProvider time, bool readOnly, string? provider = null)
{
    /// <summary>The cookie with the session.</summary>
    public const string Cookie = "bintray-session";

    /// <summary>No name holds it.</summary>
    private const char Between = '~';

    /// <summary>In the place of a key's name: a provider of identities vouches for the user. No key is called so.</summary>
    private const string Vouched = "+";

    private const int NonceBytes = 16;
    private const int Parts = 5;

    private byte[]? _secret;

    /// <summary>How long a session lasts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(8);

    /// <summary>A session for somebody who shows a key; <see langword="null"/> if it is none of theirs.</summary>
    /// <exception cref="BintrayException">429: too many wrong keys came from there, or for that user.</exception>
    public async Task<string?> BeginAsync(HttpContext http, string name, string key)
    {
        if (await authentication.FindAsync(http, name, key) is not var (_, shown))
        {
            return null;
        }

        var expires = time.GetUtcNow().Add(Lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var said = string.Join(Between, name, shown.Name, expires, Nonce());
        return $"{said}{Between}{await SignAsync($"session\n{said}\n{shown.Hash}", http.RequestAborted)}";
    }

    /// <summary>
    /// A session for a user for whom the provider vouches. It ends with the token, the user and the trust in the provider.
    /// </summary>
    public async Task<(string Session, TimeSpan Lifetime)> BeginAsync(
        UserRecord user, DateTimeOffset expires, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var end = expires < now + Lifetime ? expires : now + Lifetime;
        var said = string.Join(
            Between, user.Name, Vouched, end.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Nonce());
        return ($"{said}{Between}{await SignAsync(SaidOf(user, said), cancellation)}", end - now);
    }

    /// <summary>Who a request comes from by its cookie.</summary>
    public async Task<Caller> FindCallerAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var session = http.Request.Cookies[Cookie] ?? "";
        var parts = session.Split(Between);
        if (parts.Length != Parts
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            || expires <= time.GetUtcNow().ToUnixTimeMilliseconds()
            || await users.FindAsync(parts[0], cancellation) is not { } user)
        {
            return Caller.Anonymous;
        }

        var said = session[..session.LastIndexOf(Between)];
        if (parts[1] == Vouched)
        {
            return provider is not null && AreEqual(await SignAsync(SaidOf(user, said), cancellation), parts[^1])
                ? Caller.Of(user) : Caller.Anonymous;
        }

        if (user.AllKeys.FirstOrDefault(key => key.Name == parts[1]) is not { } key
            || key.HasExpired(time.GetUtcNow()))
        {
            return Caller.Anonymous;
        }

        return AreEqual(await SignAsync($"session\n{said}\n{key.Hash}", cancellation), parts[^1])
            ? Caller.Of(user, key)
            : Caller.Anonymous;
    }

    /// <summary>What a form must bring back that was made for the browser with this cookie.</summary>
    public Task<string> FormTokenAsync(string cookie, CancellationToken cancellation) => SignAsync($"form\n{cookie}", cancellation);

    /// <summary>Whether a form was made for the browser with this cookie.</summary>
    public async Task<bool> IsOwnFormAsync(string? cookie, string? token, CancellationToken cancellation) =>
        !string.IsNullOrEmpty(cookie) && token is not null && AreEqual(await FormTokenAsync(cookie, cancellation), token);

    /// <summary>Something that nobody can guess.</summary>
    public static string Nonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));

    private string SaidOf(UserRecord user, string said) =>
        string.Create(CultureInfo.InvariantCulture, $"vouched\n{said}\n{provider}\n{user.Created.UtcTicks}");

    private static bool AreEqual(string expected, string shown) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown));

    private async Task<string> SignAsync(string text, CancellationToken cancellation)
    {
        if (_secret is null)
        {
            // Of several that come first, one counts: a server that may not write has a secret of its own.
            var loaded = await SharedSecret.LoadAsync(files, SharedSecret.OfSessions, readOnly, cancellation);
            Interlocked.CompareExchange(ref _secret, loaded, null);
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text)));
    }
}
