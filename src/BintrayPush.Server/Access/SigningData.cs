using BintrayPush.Api.Service;
using BintrayPush.Server.Http;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Access;

/// <summary>Where passphrases and keys may stand: header, body, query (protocol reference, section 10). They are never logged.</summary>
/// <param name="keys">The keys of the subjects.</param>
/// <param name="time">The clock.</param>
internal sealed class SigningData(ISubjectKeys keys, TimeProvider time)
{
    private const string PrivateKey = "private_key";

    private readonly PassphraseGuesses _guesses = new(keys, new GuessLimit(time, Refusal.TooManyPassphrases));

    /// <inheritdoc cref="PassphraseAsync(Call, Fields)"/>
    public Task<Secret?> PassphraseAsync(Call call) => PassphraseAsync(call, default);

    /// <summary>What the key that is kept for the subject is to be opened with.</summary>
    /// <exception cref="BintrayException">400: it is to be signed with another key than that one. 429: too many were wrong.</exception>
    public async Task<Secret?> PassphraseAsync(Call call, Fields body)
    {
        if (body.Text(PrivateKey) is not null || LenderOf(call, body) is not null)
        {
            throw Refusal.BadRequest($"here is signed only with the key that is kept for '{call.Subject}'");
        }

        var passphrase = PassphraseOf(call, body);
        await _guesses.CountAsync(call, call.Subject, passphrase);
        return passphrase;
    }

    /// <summary>What a call to sign asks to be signed with.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">Its body.</param>
    /// <returns>Keys for this call alone; <see langword="null"/> for the one that is kept for the subject.</returns>
    /// <exception cref="BintrayException">
    /// 400: the private key in the body is not to be signed with, and why. 403: the caller may not use another subject's key.
    /// 429: too many passphrases were wrong.
    /// </exception>
    public async Task<(ISigningKeys? Keys, Secret? Passphrase)> OfAsync(Call call, Fields body)
    {
        var passphrase = PassphraseOf(call, body);
        var lender = LenderOf(call, body);
        if (lender is not null)
        {
            AccessRules.RequirePublish(call, lender);
        }

        if (body.Text(PrivateKey) is not { } armoured)
        {
            await _guesses.CountAsync(call, lender ?? call.Subject, passphrase);
            return (lender is null ? null : new BorrowedKey(keys, lender), passphrase);
        }

        try
        {
            return (BroughtKey.Read(armoured, passphrase, keys, time), passphrase);
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
