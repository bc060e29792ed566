using System.Net.Http.Headers;
using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// What a call was made with, to be taken out of the answer's words: some services and proxies repeat what they were sent.
/// </summary>
/// <param name="authorization">The header.</param>
/// <param name="key">The key in it, if it is one.</param>
internal sealed class SentSecrets(AuthenticationHeaderValue? authorization, Credentials? key)
{
    /// <summary>What is shorter may be a word that says something else.</summary>
    private const int Shortest = 16;

    /// <summary>The words without them. To be asked before the words are cut: a part of a secret is not found.</summary>
    public string HideIn(string words) => Hide(Hide(words, authorization?.Parameter), key?.Key.Reveal());

    private static string Hide(string words, string? secret) =>
        secret is { Length: >= Shortest } ? words.Replace(secret, "(secret)") : words;
}
