using System.Net.Http.Headers;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>
/// Tokens that the build service gives whenever it is asked: it has handed an address to the job, and a token to ask with.
/// </summary>
/// <param name="service">Who gives them, in words.</param>
/// <param name="address">Where they are asked for.</param>
/// <param name="addressVariable">What holds the address.</param>
/// <param name="permit">What the question is asked with.</param>
/// <param name="permitVariable">What holds that.</param>
internal abstract class AskedTokens(string service, string address, string addressVariable, string permit, string permitVariable)
    : IdentitySource
{
    public override string Words => $"the identity token of {service}";

    /// <summary>The field of the answer that has the token.</summary>
    protected abstract string Field { get; }

    /// <summary>The address, with what is to be said in it.</summary>
    protected string Address => address;

    /// <summary>The question.</summary>
    protected abstract HttpRequestMessage Ask(string audience);

    public override async Task<Secret> GetAsync(string audience, HttpLimits limits, CancellationToken cancellation)
    {
        if (!TokenText.IsUsable(permit))
        {
            throw Refusal(CallFailure.IdentityTokenUnusable, $"{permitVariable} holds no token: it is not one line of visible characters");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || !ServiceUrl.TryParse(url.GetLeftPart(UriPartial.Path), out var host, out _) || url.UserInfo.Length > 0)
        {
            throw Refusal(CallFailure.IdentityTokenUnusable, $"{addressVariable} holds no http or https URL");
        }

        // It lets whoever reads it ask for tokens of this build. Nobody has said that the way there is safe.
        if (host.IsExposed)
        {
            throw Refusal(
                CallFailure.IdentityTokenUnusable,
                $"{addressVariable} leads to {host.Host} by plain http, where everybody on the way could read the token for it");
        }

        try
        {
            using var connection = HttpConnection.Anonymous(host, limits);
            using var question = Ask(audience);
            question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", permit);
            var answer = await connection.CallAsync(question, null, cancellation).ConfigureAwait(false);
            return Answers.Text(answer.Json, Field) is { } token && TokenText.IsUsable(token)
                ? new Secret(token)
                : throw Refusal(CallFailure.NoIdentityToken, $"the answer of {service} ({host.Host}) has no token");
        }
        catch (BintrayException failure) when (failure.Failure != CallFailure.NoIdentityToken)
        {
            throw Failed(failure);
        }
    }

    public override bool IsSameAs(IdentitySource other) => other is AskedTokens asked && asked.IsOf(address, permit);

    private bool IsOf(string otherAddress, string otherPermit) => address == otherAddress && permit == otherPermit;

    private BintrayException Failed(BintrayException failure)
    {
        var isTransient = failure.Status == BintrayException.NoAnswer ? !failure.IsPermanent : BintrayException.IsTransient(failure.Status);
        var status = failure.Status == BintrayException.NoAnswer ? "" : $" (status {failure.Status})";
        return new(
            isTransient ? failure.Status : BintrayException.Unauthorized,
            $"{service} gave no identity token: {failure.Message.TrimEnd(' ', '.')}{status}")
        {
            Failure = CallFailure.NoIdentityToken,
            RetryAfter = failure.RetryAfter,
        };
    }
}
