using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Access;

/// <summary>
/// HTTP Basic: user name and API key (protocol reference 1.2), or a <see cref="NuGetKey"/>.
/// The slow hash is paid once per key and process; what was right is
/// remembered as a keyed hash under a secret that lives in this process alone, bound to the stored hash it was checked against.
/// </summary>
/// <param name="users">The users.</param>
/// <param name="issued">Keys that were issued for an hour.</param>
/// <param name="uses">Where it is noted that a key was used; <see langword="null"/> where nothing is written.</param>
/// <param name="time">The clock.</param>
/// <param name="forwarded">See <see cref="CallerAddress"/>.</param>
/// <param name="matches">Another way to compare a stored hash and a key than <see cref="KeyHash.Matches"/>.</param>
internal sealed class Authentication(
    UserRecords users,
    IssuedKeys issued,
    KeyUses? uses,
    TimeProvider time,
    bool forwarded = false,
    Func<string, string, bool>? matches = null) : IDisposable
{
    private const string Scheme = "Basic ";
    private const int MostFailures = 10_000;
    private const int MostWaiting = 64;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly GuessLimit _ofAddress = new(time, Refusal.TooManyGuesses);
    private readonly GuessLimit _ofUser = new(time, Refusal.TooManyGuesses, GuessLimit.MaxGuessesOfUser);

    /// <summary>By user and name of the key.</summary>
    private readonly ConcurrentDictionary<(string User, string Key), byte[]> _verified = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();

    /// <summary>Keys that are being checked: a push opens many connections with the same key at once, which is hashed once.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _checks = new();

    /// <summary>Guessing must not take all processors away from those who know their keys.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private int _waiting;

    /// <summary>Who makes this request.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">
    /// 401: the credentials are wrong; also where none were needed (reference 1.2).
    /// </exception>
    public async Task<Caller> FindCallerAsync(HttpContext http, RequestTarget target)
    {
        var header = http.Request.Headers.Authorization;
        if (target.Segments is ["api", "v2", "token"])
        {
            // What comes with it is no key, but is to become one.
            return Caller.Anonymous;
        }

        var isBasic = header.Count > 0 && !NuGetKey.IsMeant(http, target.Segments);
        var given = isBasic
            ? Read(header.ToString()) ?? throw Refusal.Unauthenticated()
            : NuGetKey.Read(http, target.Segments);
        if (given is not var (name, key))
        {
            return Caller.Anonymous;
        }

        if (name.Length == 0 && key.Length == 0)
        {
            // What clients send that were given neither (Basic Og==).
            return Caller.Anonymous;
        }

        if (IssuedKeys.IsOne(key))
        {
            var user = await users.FindAsync(name, http.RequestAborted);
            var address = CallerAddress.Of(http, forwarded);
            _ofAddress.Begin(address);
            if ((await issued.FindAsync(name, key, http.RequestAborted))?.CallerOf(user) is { } caller)
            {
                _ofAddress.TakeBack(address);
                return caller;
            }

            throw Wrong(isBasic);
        }

        return await FindAsync(http, name, key) is var (known, right) ? Caller.Of(known, right) : throw Wrong(isBasic);
    }

    /// <summary>The user and the key that somebody shows, who is slowed down where too many are wrong.</summary>
    /// <returns><see langword="null"/> if it is no key of theirs.</returns>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">429: too many wrong ones came from there, or for that user.</exception>
    public async Task<(UserRecord User, ApiKey Key)?> FindAsync(HttpContext http, string name, string key)
    {
        var user = await users.FindAsync(name, http.RequestAborted);
        if (await FindKeyAsync(http, user, name, key) is not { } right)
        {
            return null;
        }

        uses?.Note(name, right.Name);
        return (user!, right);
    }

    private static BintrayException Wrong(bool isBasic) => isBasic ? Refusal.Unauthenticated() : Refusal.NoNuGetKey();

    /// <summary>The key that came with a request, right or wrong; <see langword="null"/> if none did.</summary>
    public static string? KeyOf(HttpContext http) => Read(http.Request.Headers.Authorization.ToString())?.Key;

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    private static (string Name, string Key)? Read(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':');
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>The key of the user that was shown; <see langword="null"/> if it is none, or has expired.</summary>
    private async Task<ApiKey?> FindKeyAsync(HttpContext http, UserRecord? user, string name, string shown)
    {
        var now = time.GetUtcNow();
        var keys = user?.AllKeys.Where(key => !key.HasExpired(now) && key.CanBe(shown)).ToArray() ?? [];
        foreach (var key in keys)
        {
            if (await IsRightAsync(http, name, key, shown))
            {
                return key;
            }
        }

        if (keys.Length == 0)
        {
            // A name that nobody has must take as long as one that somebody has.
            await IsRightAsync(http, name, null, shown);
        }

        return null;
    }

    private async Task<bool> IsRightAsync(HttpContext http, string name, ApiKey? key, string given)
    {
        var stored = key?.Hash ?? KeyHash.OfNobody;
        var shown = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{name}\n{stored}\n{given}"));
        if (key is not null && _verified.TryGetValue((name, key.Name), out var right)
            && CryptographicOperations.FixedTimeEquals(right, shown))
        {
            return true;
        }

        var guess = Convert.ToHexString(shown);
        if (_refused.ContainsKey(guess))
        {
            return false;
        }

        var guesser = new Guesser(CallerAddress.Of(http, forwarded), name);
        var check = _checks.GetOrAdd(guess, _ => new(() => CheckAsync(guesser, guess, key, given, shown)));
        return await check.Value.WaitAsync(http.RequestAborted);
    }

    private async Task<bool> CheckAsync(Guesser guesser, string guess, ApiKey? key, string given, byte[] shown)
    {
        try
        {
            Begin(guesser);
            if (await HashAsync(guesser, key?.Hash ?? KeyHash.OfNobody, given) && key is not null)
            {
                _verified[(guesser.User, key.Name)] = shown;
                TakeBack(guesser);
                return true;
            }

            if (_refused.Count >= MostFailures)
            {
                _refused.Clear();
            }

            _refused[guess] = true;
            return false;
        }
        finally
        {
            _checks.TryRemove(guess, out _);
        }
    }

    private void Begin(Guesser guesser)
    {
        _ofAddress.Begin(guesser.Address);
        try
        {
            _ofUser.Begin(guesser.User);
        }
        catch (BintrayException)
        {
            _ofAddress.TakeBack(guesser.Address);
            throw;
        }
    }

    private void TakeBack(Guesser guesser)
    {
        _ofAddress.TakeBack(guesser.Address);
        _ofUser.TakeBack(guesser.User);
    }

    /// <summary>Few at a time, and a bounded queue: guesses from many addresses at once are sent away too.</summary>
    private async Task<bool> HashAsync(Guesser guesser, string stored, string key)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            TakeBack(guesser);
            throw Refusal.TooManyGuesses(TimeSpan.FromSeconds(1));
        }

        await _hashing.WaitAsync();
        try
        {
            return await Task.Run(() => (matches ?? KeyHash.Matches)(stored, key));
        }
        finally
        {
            _hashing.Release();
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Who tries, and whose key.</summary>
    private sealed record Guesser(string Address, string User);
}
