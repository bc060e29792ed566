using System.Net.Http.Headers;
using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// What a call was made with, to be taken out of the answer's words: some services and proxies repeat what they were sent.
/// </summary>
internal sealed class SentSecrets
{
    /// <summary>The header of a passphrase (protocol reference 11).</summary>
    public const string PassphraseHeader = "X-GPG-PASSPHRASE";

    /// <summary>What is shorter may be a word that says something else.</summary>
    private const int ShortestKey = 16;

    /// <summary>People choose them, and shorter ones.</summary>
    private const int ShortestPassphrase = 4;

    private readonly List<string> _secrets = [];

    private SentSecrets()
    {
    }

    /// <summary>Those of a call.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="key">The key that is among them, if there is one.</param>
    public static SentSecrets In(HttpRequestHeaders headers, Credentials? key)
    {
        var sent = new SentSecrets();
        sent.Add(headers.Authorization?.Parameter, ShortestKey);
        sent.Add(key?.Key.Reveal(), ShortestKey);
        sent.Add(headers.TryGetValues(PassphraseHeader, out var values) ? values.FirstOrDefault() : null, ShortestPassphrase);
        return sent;
    }

    /// <summary>The words without them. To be asked before the words are cut: a part of a secret is not found.</summary>
    public string HideIn(string words) => _secrets.Aggregate(words, (shown, secret) => shown.Replace(secret, "(secret)"));

    private void Add(string? secret, int shortest)
    {
        if (secret?.Length >= shortest)
        {
            _secrets.Add(secret);
        }
    }
}
