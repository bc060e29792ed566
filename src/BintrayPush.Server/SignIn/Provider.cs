using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BintrayPush.Server.Settings;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BintrayPush.Server.SignIn;

/// <summary>
/// A provider of identities: what it tells of itself, and the exchange of a code for a token (OpenID Connect Core 3.1, RFC 7636).
/// </summary>
internal sealed class Provider : IDisposable
{
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PageSignIn _settings;
    private readonly Secret? _secret;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _told;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    public Provider(PageSignIn settings, Secret? secret)
    {
        (_settings, _secret) = (settings, secret);
        _told = new(
            $"{Issuer.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !IssuerKeys.IsOfThisMachine(Issuer) })
        {
            // A key that the provider has withdrawn vouches for nobody for longer.
            AutomaticRefreshInterval = TimeSpan.FromHours(1),
        };
    }

    /// <summary>Its name, as it stands in its tokens.</summary>
    public string Issuer => _settings.Issuer.OriginalString;

    /// <summary>The secret of the client: from its file, or else from the environment.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static Secret? SecretOf(PageSignIn settings)
    {
        var text = settings.SecretFile is { } file
            ? File.ReadAllText(file) : Environment.GetEnvironmentVariable(PageSignIn.SecretVariable);
        return string.IsNullOrWhiteSpace(text) ? null : new Secret(text.Trim());
    }

    /// <summary>Where a browser signs in.</summary>
    /// <param name="attempt">What belongs to this attempt.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="FormatException">The provider cannot be asked; the message says why.</exception>
    public async Task<string> AddressOfAsync(SignInAttempt attempt, CancellationToken cancellation)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)));
        var told = await AskAsync(cancellation);
        var address = Checked(told.AuthorizationEndpoint, "authorization_endpoint");
        var query = string.Join('&', new[]
        {
            ("response_type", "code"), ("client_id", _settings.Client), ("redirect_uri", attempt.Return), ("scope", "openid profile email"),
            ("state", attempt.State), ("nonce", attempt.Nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));
        return $"{address}{(address.Query.Length == 0 ? '?' : '&')}{query}";
    }

    /// <summary>What the provider tells of itself, an hour old at most.</summary>
    /// <exception cref="FormatException">It cannot be asked; the message says why.</exception>
    public Task<OpenIdConnectConfiguration> AskAsync(CancellationToken cancellation) =>
        GuardAsync(async limit => await _told.GetConfigurationAsync(limit), cancellation);

    /// <summary>Its keys may have changed: they are asked for anew, within the limits that the library sets.</summary>
    public void AskAnew() => _told.RequestRefresh();

    /// <summary>The identity token for a code.</summary>
    /// <exception cref="FormatException">There is none; the message says why.</exception>
    public async Task<string> RedeemAsync(string code, SignInAttempt attempt, CancellationToken cancellation)
    {
        var told = await AskAsync(cancellation);
        var (status, body) = await GuardAsync(
            async limit =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Checked(told.TokenEndpoint, "token_endpoint"))
                {
                    Content = new FormUrlEncodedContent(
                    [
                        new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", attempt.Return),
                        new("client_id", _settings.Client), new("code_verifier", attempt.Verifier),
                    ]),
                };
                if (_secret is not null)
                {
                    var login = $"{Uri.EscapeDataString(_settings.Client)}:{Uri.EscapeDataString(_secret.Reveal())}";
                    request.Headers.Authorization =
                        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
                }

                using var response = await _http.SendAsync(request, limit);
                return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit));
            },
            cancellation);
        return status == StatusCodes.Status200OK
            ? TokenIn(body)
            : throw new FormatException($"the provider answered {status} to the code");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string TokenIn(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id_token", out var token)
                && token.ValueKind == JsonValueKind.String
                    ? token.GetString()!
                    : throw new FormatException("the provider gave no identity token (id_token)");
        }
        catch (JsonException)
        {
            throw new FormatException("the provider's answer to the code is no JSON");
        }
    }

    private Uri Checked(string? address, string name) =>
        Uri.TryCreate(address, UriKind.Absolute, out var found)
            && (found.Scheme == Uri.UriSchemeHttps || (found.IsLoopback && IssuerKeys.IsOfThisMachine(Issuer)))
                ? found
                : throw new FormatException($"the provider's {name} is no https address");

    private static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await ask(limit.Token);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or IOException or HttpRequestException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new FormatException($"the provider cannot be asked: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
    }
}
