using System.Collections.Concurrent;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Access;

/// <summary>
/// How many wrong keys an address may try in a minute. Each costs the server a slow hash, and those who know their keys wait for the
/// same processors.
/// </summary>
internal sealed class GuessLimit(TimeProvider time)
{
    /// <summary>The wrong keys of one address in one <see cref="Window"/>.</summary>
    public const int MaxGuesses = 30;

    private const int MaxAddresses = 50_000;

    private readonly ConcurrentDictionary<string, Guesses> _byAddress = new();

    /// <summary>How long a wrong key counts.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Counts a key as wrong until it proves right: many connections at once must not get past the limit.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">429: the address has tried too many.</exception>
    public void Begin(string address)
    {
        if (_byAddress.Count > MaxAddresses)
        {
            Forget();
        }

        var guesses = _byAddress.GetOrAdd(address, _ => new Guesses(time.GetTimestamp()));
        lock (guesses)
        {
            var passed = time.GetElapsedTime(guesses.Began);
            if (passed >= Window)
            {
                (guesses.Began, guesses.Count, passed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            }

            if (guesses.Count >= MaxGuesses)
            {
                throw Refusal.TooManyGuesses(Window - passed);
            }

            guesses.Count++;
        }
    }

    /// <summary>The key was right, or was not looked at.</summary>
    public void TakeBack(string address)
    {
        if (_byAddress.TryGetValue(address, out var guesses))
        {
            lock (guesses)
            {
                guesses.Count = Math.Max(0, guesses.Count - 1);
            }
        }
    }

    private void Forget()
    {
        foreach (var (address, guesses) in _byAddress)
        {
            if (time.GetElapsedTime(guesses.Began) >= Window)
            {
                _byAddress.TryRemove(address, out _);
            }
        }

        if (_byAddress.Count > MaxAddresses)
        {
            _byAddress.Clear();
        }
    }

    private sealed class Guesses(long began)
    {
        public long Began { get; set; } = began;

        public int Count { get; set; }
    }
}
