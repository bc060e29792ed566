using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Uploads;

/// <summary>Where passphrases and keys may stand: header, body, query (protocol reference, section 10). They are never logged.</summary>
internal static class SigningData
{
    private const string PrivateKey = "private_key";

    /// <summary>What the key that is kept for the subject is to be opened with.</summary>
    /// <exception cref="BintrayException">400: it is to be signed with another key than that one.</exception>
    public static Secret? Passphrase(Call call, Fields body)
    {
        if (body.Text(PrivateKey) is not null || LenderOf(call, body) is not null)
        {
            throw Refusal.BadRequest($"here is signed only with the key that is kept for '{call.Subject}'");
        }

        return PassphraseOf(call, body);
    }

    /// <summary>What a call to sign asks to be signed with.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">Its body.</param>
    /// <param name="kept">The keys of the subjects.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Keys for this call alone; <see langword="null"/> for the one that is kept for the subject.</returns>
    /// <exception cref="BintrayException">
    /// 400: the private key in the body is not to be signed with, and why. 403: the caller may not use another subject's key.
    /// </exception>
    public static (ISigningKeys? Keys, Secret? Passphrase) Of(Call call, Fields body, ISigningKeys kept, TimeProvider time)
    {
        var passphrase = PassphraseOf(call, body);
        var lender = LenderOf(call, body);
        if (lender is not null)
        {
            AccessRules.RequirePublish(call, lender);
        }

        if (body.Text(PrivateKey) is not { } armoured)
        {
            return (lender is null ? null : new BorrowedKey(kept, lender), passphrase);
        }

        try
        {
            return (BroughtKey.Read(armoured, passphrase, kept, time), passphrase);
        }
        catch (KeyRefusedException refused)
        {
            throw Refusal.BadRequest($"nothing was signed with the '{PrivateKey}' that came: {refused.Message}");
        }
    }

    private static Secret? PassphraseOf(Call call, Fields body)
    {
        var passphrase = call.Http.Request.Headers["X-GPG-PASSPHRASE"].LastOrDefault() ?? body.Text("passphrase")
            ?? call.Query["passphrase"];
        return string.IsNullOrEmpty(passphrase) ? null : new Secret(passphrase);
    }

    /// <summary>Another subject than that of the path.</summary>
    private static string? LenderOf(Call call, Fields body)
    {
        var subject = call.Http.Request.Headers["X-GPG-SUBJECT"].LastOrDefault() ?? body.Text("subject");
        return string.IsNullOrEmpty(subject) || subject == call.Subject ? null
            : RepositoryAddress.FaultInSubject(subject) is { } fault ? throw Refusal.BadRequest(fault)
            : subject;
    }
}
