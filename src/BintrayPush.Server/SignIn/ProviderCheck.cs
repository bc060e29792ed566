using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace BintrayPush.Server.SignIn;

/// <summary>Who somebody is for whom a provider vouches: its token is checked as OpenID Connect Core 3.1.3.7 has it.</summary>
internal sealed class ProviderCheck(Provider provider, PageSignIn settings, UserRecords users, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = TokenCheck.MostCharacters };

    /// <summary>The user, and until when the token counts.</summary>
    /// <param name="text">The token.</param>
    /// <param name="nonce">What has to stand in it.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="FormatException">It is nobody who may sign in; the message says why, for the log alone.</exception>
    public async Task<(UserRecord User, DateTimeOffset Expires)> FindUserAsync(string text, string nonce, CancellationToken cancellation)
    {
        var result = await ValidateAsync(text, await provider.AskAsync(cancellation));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            provider.AskAnew();
            result = await ValidateAsync(text, await provider.AskAsync(cancellation));
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            throw new FormatException($"the token is not valid ({result.Exception?.GetType().Name ?? "unknown"})");
        }

        var given = Encoding.UTF8.GetBytes(Claim(token, JwtRegisteredClaimNames.Nonce) ?? "");
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(nonce)))
        {
            throw new FormatException("the token was made for another attempt (nonce)");
        }

        if (Claim(token, JwtRegisteredClaimNames.Azp) is { } party ? party != settings.Client : token.Audiences.Skip(1).Any())
        {
            throw new FormatException("the token was given to somebody else (azp)");
        }

        var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        if (expires <= time.GetUtcNow() - Skew)
        {
            throw new FormatException($"the token has expired at {expires:u}");
        }

        var name = Claim(token, settings.Claim) ?? throw new FormatException($"the token has no claim {settings.Claim}");
        return UserRecords.IsName(name) && await users.FindAsync(name, cancellation) is { } user
            ? (user, expires)
            : throw new FormatException($"there is no user '{LogText.Shorten(name)}', which is the {settings.Claim} of the token");
    }

    private Task<TokenValidationResult> ValidateAsync(string text, OpenIdConnectConfiguration told) =>
        _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKeys = IssuerKeys.Usable(told.SigningKeys),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = TokenCheck.Algorithms,
            ValidIssuer = provider.Issuer,
            ValidAudience = settings.Client,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            // Above, by the clock of this server.
            ValidateLifetime = false,
        });

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
