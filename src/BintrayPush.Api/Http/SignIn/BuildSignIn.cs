using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>Signs a build in by what its build service says of it, so that it needs no key of its own.</summary>
public sealed class BuildSignIn : ISignIn
{
    private const string AudienceVariable = "BINTRAY_ID_TOKEN_AUDIENCE";

    private static readonly List<SignedIn> OfProcess = [];

    private readonly SignedIn _signedIn;
    private readonly HttpLimits _limits;

    private BuildSignIn(SignedIn signedIn, HttpLimits limits) => (_signedIn, _limits) = (signedIn, limits);

    /// <inheritdoc/>
    public Credentials? Current => _signedIn.Current;

    /// <summary>
    /// Finds out who vouches for this build: a token that was given, else GitHub Actions, else Azure Pipelines. Nobody is asked yet.
    /// </summary>
    /// <param name="service">Where it is to sign in.</param>
    /// <param name="user">Whose key is asked for.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="limits">How long calls may take.</param>
    /// <returns>Nothing if nobody does.</returns>
    public static BuildSignIn? Find(ServiceUrl service, string user, Func<string, string?> environment, HttpLimits limits) =>
        Find(service, user, environment, limits, () => DateTimeOffset.UtcNow);

    /// <inheritdoc cref="Find(ServiceUrl, string, Func{string, string?}, HttpLimits)"/>
    /// <param name="service">Where it is to sign in.</param>
    /// <param name="user">Whose key is asked for.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="limits">How long calls may take.</param>
    /// <param name="now">What time it is; a test has its own.</param>
    internal static BuildSignIn? Find(
        ServiceUrl service, string user, Func<string, string?> environment, HttpLimits limits, Func<DateTimeOffset> now)
    {
        if (SourceIn(name => environment(name)?.Trim() is { Length: > 0 } value ? value : null, now) is not { } source)
        {
            return null;
        }

        var audience = environment(AudienceVariable)?.Trim() is { Length: > 0 } given ? given : service.Origin;
        lock (OfProcess)
        {
            if (OfProcess.Find(other => other.IsFor(service, user, audience, source)) is not { } signedIn)
            {
                // A process that builds again and again must not gather the keys of all its builds.
                OfProcess.RemoveAll(other => other.IsOver);
                signedIn = new SignedIn(service, user, audience, source, now);
                OfProcess.Add(signedIn);
            }

            return new BuildSignIn(signedIn, limits);
        }
    }

    /// <inheritdoc/>
    public Task<Credentials> GetAsync(CancellationToken cancellation) => _signedIn.GetAsync(_limits, cancellation);

    /// <inheritdoc/>
    public Task<Credentials> ReplaceAsync(Credentials? refused, CancellationToken cancellation) =>
        _signedIn.ReplaceAsync(refused, _limits, cancellation);

    private static IdentitySource? SourceIn(Func<string, string?> environment, Func<DateTimeOffset> now) =>
        environment(GivenToken.Variable) is { } token ? new GivenToken(token, now)
        : (environment(GitHubTokens.AddressVariable), environment(GitHubTokens.PermitVariable)) is ({ } gitHub, { } permit)
            ? new GitHubTokens(gitHub, permit)
        : (environment(AzureTokens.AddressVariable), environment(AzureTokens.PermitVariable)) is ({ } azure, { } access)
            // Never the connection that a step happens to have: Azure itself takes its token, for all that the connection may do.
            ? new AzureTokens(azure, access, environment("BINTRAY_SERVICE_CONNECTION_ID"))
        : null;
}
