using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Where a passphrase may stand: header, body, query (protocol reference, section 10). It is never logged.</summary>
internal static class SigningData
{
    /// <exception cref="BintrayException">400: it is to be signed with another key than the one that is kept for the subject.</exception>
    public static Secret? Passphrase(Call call, Fields body)
    {
        var subject = call.Http.Request.Headers["X-GPG-SUBJECT"].LastOrDefault() ?? body.Text("subject");
        if (body.Text("private_key") is not null || (subject is { Length: > 0 } && subject != call.Subject))
        {
            throw Refusal.BadRequest($"here is signed only with the key that is kept for '{call.Subject}'");
        }

        var passphrase = call.Http.Request.Headers["X-GPG-PASSPHRASE"].LastOrDefault() ?? body.Text("passphrase")
            ?? call.Query["passphrase"];
        return string.IsNullOrEmpty(passphrase) ? null : new Secret(passphrase);
    }
}
