using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Records;
using BintrayPush.Storage.Store;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BintrayPush.Server.SignIn;

/// <summary>
/// Whether an identity token (a JSON Web Token of OpenID Connect) is one that a policy trusts. Signature, algorithm and audience are
/// checked by Microsoft.IdentityModel; lifetime, claims, ids and that each token counts once, here.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever makes it disposes of the keys.")]
internal sealed class TokenCheck(IPrivateFiles files, Policies policies, IssuerKeys keys, TimeProvider time)
{
    /// <summary>Longer ones are made by nobody.</summary>
    public const int MostCharacters = 1 << 14;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Tokens are kept in mind until they expire, so they must.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    /// <summary>What tokens may be signed by: never nothing, and never a secret that both sides know.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MostCharacters };
    private readonly DailyFiles _used = new(files, "token-used", time);

    /// <summary>The policy that trusts a token, which from now on counts as used.</summary>
    /// <param name="user">The name that the client says.</param>
    /// <param name="text">The token.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>The policy; or why there is none, which is for the log alone: a forger would learn from it.</returns>
    /// <exception cref="BintrayException">503: the policies cannot be read or written.</exception>
    public async Task<(Policy? Policy, string Reason)> FindPolicyAsync(string user, string text, CancellationToken cancellation)
    {
        if (Parse(text) is not { } token)
        {
            return (null, "it is no signed JSON Web Token");
        }

        var reasons = new List<string>();
        foreach (var policy in await policies.ListAsync(cancellation))
        {
            if (policy.User != user || policy.Issuer != token.Issuer)
            {
                continue;
            }

            if (await FaultOfAsync(policy, token, cancellation) is { } fault)
            {
                reasons.Add($"policy {policy.Id}: {fault}");
                continue;
            }

            // As they are now: the first two tokens may come at one moment.
            var locked = await policies.ChangeAsync(
                policy.Id,
                now => now.FaultOf(name => Values(token, name)) is null ? now.LockedTo(name => Values(token, name)) : null,
                cancellation);
            if (locked is null)
            {
                reasons.Add($"policy {policy.Id}: it was changed meanwhile");
                continue;
            }

            return await TryUseAsync(token, cancellation) ? (locked, "") : (null, $"policy {policy.Id}: it was used already");
        }

        return (null, reasons.Count > 0 ? string.Join("; ", reasons) : $"no policy for '{user}' trusts the issuer '{token.Issuer}'");
    }

    private JsonWebToken? Parse(string text)
    {
        try
        {
            return text.Length <= MostCharacters && text.Count(sign => sign == '.') == 2 && _handler.CanReadToken(text)
                ? _handler.ReadJsonWebToken(text)
                : null;
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private async Task<string?> FaultOfAsync(Policy policy, JsonWebToken token, CancellationToken cancellation)
    {
        if (token.TryGetHeaderValue<object>("crit", out _))
        {
            return "it has a header that must be understood, and is not (crit)";
        }

        if (LifetimeFault(token) is { } lifetime)
        {
            return lifetime;
        }

        IReadOnlyList<SecurityKey> known;
        try
        {
            known = await keys.FindAsync(
                policy, keys => token.Kid is not { Length: > 0 } kid || keys.Any(key => key.KeyId == kid), cancellation);
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = known,
            TryAllIssuerSigningKeys = string.IsNullOrEmpty(token.Kid),
            ValidAlgorithms = Algorithms,
            ValidIssuer = policy.Issuer,
            ValidAudience = policy.Audience,
            ValidTypes = ["JWT", "at+jwt"],
            TypeValidator = (type, _, parameters) => string.IsNullOrEmpty(type)
                || parameters.ValidTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
                    ? type ?? "JWT" : throw new SecurityTokenInvalidTypeException("another type"),
            RequireSignedTokens = true,
            // Above, by the clock of this server.
            ValidateLifetime = false,
        });
        return result.IsValid ? policy.FaultOf(name => Values(token, name)) : Words(policy, token, result.Exception);
    }

    private string? LifetimeFault(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        if (!token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var seconds)
            || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return "it has no end (exp)";
        }

        var end = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return end <= now - Skew ? $"it has expired at {end:u}"
            : end > now + LongestLife ? $"it does not expire before {end:u}"
            : token.ValidFrom > (now + Skew).UtcDateTime ? $"it counts from {token.ValidFrom:u} on (nbf)"
            : token.IssuedAt > (now + Skew).UtcDateTime ? $"it was made at {token.IssuedAt:u} (iat)"
            : null;
    }

    /// <summary>What was wrong, without what the library says of the token.</summary>
    private static string Words(Policy policy, JsonWebToken token, Exception? failure) => failure switch
    {
        SecurityTokenInvalidAlgorithmException => $"its algorithm '{token.Alg}' is not allowed",
        SecurityTokenSignatureKeyNotFoundException => $"no key of the issuer is '{token.Kid}', and none fits",
        SecurityTokenInvalidAudienceException => $"it is for '{string.Join("', '", token.Audiences)}' and not for '{policy.Audience}'",
        SecurityTokenInvalidTypeException => $"its type is '{token.Typ}'",
        SecurityTokenInvalidSignatureException => "its signature is not that of the issuer",
        _ => $"it is not valid ({failure?.GetType().Name ?? "unknown"})",
    };

    /// <summary>One token, one key: by its id, or else by itself.</summary>
    private async Task<bool> TryUseAsync(JsonWebToken token, CancellationToken cancellation)
    {
        await _used.TidyAsync(cancellation);
        var id = token.Id is { Length: > 0 } given
            ? given
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token.EncodedToken)));
        var end = DateTimeOffset.FromUnixTimeSeconds(token.GetPayloadValue<long>(JwtRegisteredClaimNames.Exp)) + Skew;
        return await files.TryCreateAsync(
            _used.KeyOf(DateOnly.FromDateTime(end.UtcDateTime), $"{token.Issuer}\n{id}"), "{}"u8.ToArray(), cancellation);
    }

    private static IReadOnlyList<string> Values(JsonWebToken token, string claim) =>
        [.. token.Claims.Where(given => given.Type == claim).Select(given => given.Value)];
}
