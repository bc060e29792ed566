using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace BintrayPush.Server.SignIn;

/// <summary>
/// The keys by which issuers sign, from a policy or from the issuer itself (OpenID Connect Discovery 1.0), which is asked again when a key
/// is not known: for that at most once in five minutes.
/// </summary>
internal sealed class IssuerKeys(TimeProvider time) : IDisposable
{
    private const int MostBytes = 1 << 20;

    /// <summary>Shorter ones can be broken.</summary>
    private const int LeastRsaBits = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, KnownIssuer> _issuers = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>Reads a JSON Web Key Set.</summary>
    /// <exception cref="FormatException">It is none, or has no key that a token may be signed by; the message says why.</exception>
    public static IReadOnlyList<SecurityKey> Read(string text)
    {
        try
        {
            var keys = Usable(JsonWebKeySet.Create(text).GetSigningKeys());
            return keys.Count > 0
                ? keys
                : throw new FormatException("it has no RSA key of 2048 bits or more, and none of an elliptic curve");
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"it is no JSON Web Key Set: {fault.Message}", fault);
        }
    }

    /// <summary>The keys of a policy's issuer.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="knows">Whether a key that is looked for is among those that are known; if not, the issuer is asked again.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="FormatException">They cannot be read; the message says why.</exception>
    public async Task<IReadOnlyList<SecurityKey>> FindAsync(
        Policy policy, Func<IReadOnlyList<SecurityKey>, bool> knows, CancellationToken cancellation)
    {
        if (policy.Keys is { } given)
        {
            return Read(given);
        }

        var issuer = _issuers.GetOrAdd(policy.Issuer, _ => new KnownIssuer());
        await issuer.Asking.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            if (now - issuer.Asked < Fresh && knows(issuer.Keys))
            {
                return issuer.Keys;
            }

            if (now - issuer.Asked < Fresh)
            {
                if (now - issuer.Searched < BetweenSearches)
                {
                    return issuer.Keys;
                }

                issuer.Searched = now;
            }

            issuer.Keys = await AskAsync(policy.Issuer, cancellation);
            issuer.Asked = now;
            return issuer.Keys;
        }
        finally
        {
            issuer.Asking.Release();
        }
    }

    private async Task<IReadOnlyList<SecurityKey>> AskAsync(string issuer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var told = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration",
                new HttpDocumentRetriever(_http) { RequireHttps = !IsOfThisMachine(issuer) },
                limit.Token);
            return Usable(told.SigningKeys);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or IOException or HttpRequestException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new FormatException(
                $"the keys of the issuer cannot be had: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
    }

    /// <summary>Whether an address is one of this machine, which may be spoken to without TLS.</summary>
    public static bool IsOfThisMachine(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Secrets are no keys that an issuer publishes.</summary>
    public static List<SecurityKey> Usable(IEnumerable<SecurityKey> keys) => [.. keys.Where(key => key switch
    {
        RsaSecurityKey or X509SecurityKey => key.KeySize >= LeastRsaBits,
        ECDsaSecurityKey => true,
        JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA } => key.KeySize >= LeastRsaBits,
        JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve } => true,
        _ => false,
    })];

    /// <summary>What an issuer has told.</summary>
    private sealed class KnownIssuer
    {
        /// <summary>One caller asks, and the others wait for the answer.</summary>
        public SemaphoreSlim Asking { get; } = new(1);

        public IReadOnlyList<SecurityKey> Keys { get; set; } = [];

        public DateTimeOffset Asked { get; set; }

        /// <summary>When it was asked for a key that was not known.</summary>
        public DateTimeOffset Searched { get; set; }
    }
}
