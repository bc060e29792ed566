using System.Globalization;
using System.Net.Http.Headers;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>The call that gives a key for an identity token: that of NuGet's trusted publishing.</summary>
internal static class TokenService
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>Exchanges a token.</summary>
    /// <param name="service">The service.</param>
    /// <param name="user">Whose key is asked for.</param>
    /// <param name="token">The token.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="BintrayException">The service gives none, or could not be asked.</exception>
    public static async Task<HourlyKey> ExchangeAsync(
        ServiceUrl service,
        string user,
        Secret token,
        IdentitySource source,
        HttpLimits limits,
        Func<DateTimeOffset> now,
        CancellationToken cancellation)
    {
        try
        {
            using var connection = HttpConnection.Anonymous(service, limits);
            using var request = new HttpRequestMessage(HttpMethod.Post, service.TokenService) { Content = Bodies.SignIn(user) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
            var answer = await connection.CallAsync(request, null, cancellation).ConfigureAwait(false);
            var json = answer.Json;
            var asked = now();
            return Answers.Text(json, "apiKey") is { } key && TokenText.IsUsable(key)
                ? new HourlyKey(
                    new Credentials(user, new Secret(key)) { Source = $"that {source.Words} was exchanged for" },
                    asked,
                    Worth(Answers.Text(json, "expires"), asked))
                : throw Refusal(CallFailure.NoSignIn, $"{service.Host} gave no key for {source.Words}: its answer has none");
        }
        catch (BintrayException failure) when (failure.Status is >= 400 and < 500 && failure.Failure == CallFailure.None
            && !BintrayException.IsTransient(failure.Status))
        {
            var words = $"{failure.Message.TrimEnd(' ', '.')} (status {failure.Status})";
            throw failure.Status is BintrayException.NotFound or 405
                ? Refusal(CallFailure.NoSignIn, $"{None(service)}: {words}")
                : Refusal(CallFailure.SignInRefused, $"{service.Host} does not take {source.Words} for the user '{user}': {words}");
        }
        catch (BintrayException failure) when (failure.Failure is CallFailure.NotAnApi or CallFailure.Unreadable)
        {
            throw Refusal(CallFailure.NoSignIn, $"{None(service)}: {failure.Message.TrimEnd(' ', '.')}");
        }
    }

    /// <summary>
    /// For how long the key counts. It says when it ends by the clock there; if that is over here, or far away, the clocks differ.
    /// </summary>
    private static TimeSpan Worth(string? expires, DateTimeOffset asked) =>
        DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            && end - asked is var left && left > TimeSpan.Zero && left < Usual
            ? left
            : Usual;

    private static string None(ServiceUrl service) => $"{service.Host} gives no keys for identity tokens";

    private static BintrayException Refusal(CallFailure failure, string words) =>
        new(BintrayException.Unauthorized, words) { Failure = failure };
}
