using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Storage;

namespace BintrayPush.Server.Uploads;

/// <summary>Signing (protocol reference, section 10): without a key nothing is signed, and that is a success with a complaint.</summary>
internal sealed class SignCalls(IServerStore store, SigningData signing)
{
    public IEnumerable<CallRoute> Routes =>
    [
        // A path that ends like this is always the version's.
        new("POST", "gpg/{subject}/{repo}/{package}/versions/{version}", Needs.Publish, SignVersionAsync),
        new("POST", "gpg/{subject}/{repo}/{path*}", Needs.Publish, SignFileAsync),
        new("GET", "gpg/{subject}", Needs.Publish, TellKeyAsync),
    ];

    private Task SignVersionAsync(Call call) => SignAsync(
        call,
        passphrase => store.Service.SignVersionAsync(call.Version, passphrase, call.Cancellation),
        (others, passphrase) => store.SignVersionAsync(call.Version, others, passphrase, call.Cancellation));

    private Task SignFileAsync(Call call) => SignAsync(
        call,
        passphrase => store.Service.SignFileAsync(call.File, passphrase, call.Cancellation),
        (others, passphrase) => store.SignFileAsync(call.File, others, passphrase, call.Cancellation));

    private async Task SignAsync(
        Call call, Func<Secret?, Task<ServiceAnswer>> sign, Func<ISigningKeys, Secret?, Task> signByOthers)
    {
        var (others, passphrase) = await signing.OfAsync(call, await call.ReadSigningAsync());
        var answer = ServiceAnswer.Done;
        if (others is null)
        {
            answer = await sign(passphrase);
        }
        else
        {
            await signByOthers(others, passphrase);
        }

        await AnswerAsync(call, answer);
    }

    /// <summary>This project's own: whether the key can sign, before something is uploaded for nothing.</summary>
    private async Task TellKeyAsync(Call call)
    {
        var passphrase = await signing.PassphraseAsync(call);
        var key = await store.Service.FindSigningKeyAsync(call.Subject, passphrase, call.Cancellation)
            ?? throw Refusal.NoKey(call.Subject);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            SubjectKeyJson.Write(json, key);
            json.WriteEndObject();
        });
    }

    /// <summary>Scripts compare the whole text of this answer (reference, section 2), so a complaint stands beside it.</summary>
    private static Task AnswerAsync(Call call, ServiceAnswer answer)
    {
        if (answer.Warning is { } warning)
        {
            call.Http.Response.Headers[WarningHeader.Name] = WarningHeader.Format(warning);
        }

        return Answer.SuccessAsync(call.Http);
    }
}
