using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Signing (protocol reference, section 10): without a key nothing is signed, and that is a success with a complaint.</summary>
internal sealed class SignCalls(IBintray bintray)
{
    public IEnumerable<CallRoute> Routes =>
    [
        // A path that ends like this is always the version's.
        new("POST", "gpg/{subject}/{repo}/{package}/versions/{version}", Needs.Publish, SignVersionAsync),
        new("POST", "gpg/{subject}/{repo}/{path*}", Needs.Publish, SignFileAsync),
        new("GET", "gpg/{subject}", Needs.Publish, TellKeyAsync),
    ];

    private async Task SignVersionAsync(Call call)
    {
        var passphrase = SigningData.Passphrase(call, await call.ReadFieldsAsync());
        var answer = await bintray.SignVersionAsync(call.Version, passphrase, call.Cancellation);
        await AnswerAsync(call, answer);
    }

    private async Task SignFileAsync(Call call)
    {
        var passphrase = SigningData.Passphrase(call, await call.ReadFieldsAsync());
        var answer = await bintray.SignFileAsync(call.File, passphrase, call.Cancellation);
        await AnswerAsync(call, answer);
    }

    /// <summary>This project's own: whether the key can sign, before something is uploaded for nothing.</summary>
    private async Task TellKeyAsync(Call call)
    {
        var passphrase = SigningData.Passphrase(call, default);
        var key = await bintray.FindSigningKeyAsync(call.Subject, passphrase, call.Cancellation)
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
