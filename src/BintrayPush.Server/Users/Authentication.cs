using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server;

/// <summary>
/// HTTP Basic: user name and API key (protocol reference 1.2). The slow hash is paid once per key and process; what was right is
/// remembered as a keyed hash under a secret that lives in this process alone, bound to the stored hash it was checked against.
/// </summary>
internal sealed class Authentication(UserFolder users) : IDisposable
{
    private const string Scheme = "Basic ";
    private const int MostFailures = 10_000;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _verified = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();
    /// <summary>Guessing must not take all processors away from those who know their keys.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Who makes this request.</summary>
    /// <exception cref="Api.BintrayException">401: the credentials are wrong; also where none were needed (reference 1.2).</exception>
    public async Task<Caller> FindCallerAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return Caller.Anonymous;
        }

        var (name, key) = Read(header.ToString()) ?? throw Refusal.WrongCredentials();
        var user = await users.FindAsync(name, http.RequestAborted);
        return await IsRightAsync(user, name, key, http.RequestAborted) ? Caller.Of(user!) : throw Refusal.WrongCredentials();
    }

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

    private async Task<bool> IsRightAsync(UserRecord? user, string name, string key, CancellationToken cancellation)
    {
        var stored = user?.Key ?? KeyHash.OfNobody;
        var shown = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{name}\n{stored}\n{key}"));
        if (user is not null && _verified.TryGetValue(name, out var right) && CryptographicOperations.FixedTimeEquals(right, shown))
        {
            return true;
        }

        var guess = Convert.ToHexString(shown);
        if (_refused.ContainsKey(guess))
        {
            return false;
        }

        await _hashing.WaitAsync(cancellation);
        try
        {
            if (KeyHash.Matches(stored, key) && user is not null)
            {
                _verified[name] = shown;
                return true;
            }
        }
        finally
        {
            _hashing.Release();
        }

        if (_refused.Count >= MostFailures)
        {
            _refused.Clear();
        }

        _refused[guess] = true;
        return false;
    }
}
