using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Where a passphrase may stand: header, body, query (protocol reference, section 10). It is never logged.</summary>
internal static class SigningData
{
    public static Secret? Passphrase(Call call, Fields body)
    {
        var passphrase = call.Http.Request.Headers["X-GPG-PASSPHRASE"].LastOrDefault() ?? body.Text("passphrase")
            ?? call.Query["passphrase"];
        return string.IsNullOrEmpty(passphrase) ? null : new Secret(passphrase);
    }
}
