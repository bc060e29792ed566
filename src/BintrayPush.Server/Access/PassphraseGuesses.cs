using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Access;

/// <summary>
/// Slows those who try passphrases: a caller may be wrong about the key of a subject as often as about an API key. It judges no call, which
/// opens the key itself; what has been tried before is remembered as a keyed hash, so that a push with many calls is asked about once.
/// </summary>
internal sealed class PassphraseGuesses(ISubjectKeys keys, GuessLimit limit)
{
    private const int MostRemembered = 10_000;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _tried = new();

    /// <summary>Counts a passphrase that is not the right one.</summary>
    /// <param name="call">Who guesses.</param>
    /// <param name="subject">Whose key it should open.</param>
    /// <param name="passphrase">The passphrase, if one came.</param>
    /// <exception cref="BintrayException">429: this caller has tried too many.</exception>
    public async Task CountAsync(Call call, string subject, Secret? passphrase)
    {
        if (passphrase is null)
        {
            return;
        }

        var guesser = $"{call.Caller.Name}\n{subject}";
        var guess = Convert.ToHexString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{guesser}\n{passphrase.Reveal()}")));
        if (_tried.Count >= MostRemembered)
        {
            _tried.Clear();
        }

        await _tried.GetOrAdd(guess, _ => new(() => TryAsync(guesser, guess, subject, passphrase))).Value.WaitAsync(call.Cancellation);
    }

    private async Task TryAsync(string guesser, string guess, string subject, Secret passphrase)
    {
        try
        {
            limit.Begin(guesser);
            // No call waits for it alone: others may have sent the same.
            var key = await Task.Run(() => keys.FindAsync(subject, passphrase, CancellationToken.None));
            if (key?.State != KeyState.PassphraseWrong)
            {
                limit.TakeBack(guesser);
            }
        }
        catch
        {
            _tried.TryRemove(guess, out _);
            throw;
        }
    }
}
