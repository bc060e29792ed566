using System.Collections.Concurrent;

namespace BintrayPush.Server.Access;

/// <summary>
/// How many wrong keys or passphrases somebody may try in a minute. Each costs the server a slow hash, and those who know theirs wait for
/// the same processors.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="refuse">What a guesser is told, who has to wait that long.</param>
/// <param name="most">The wrong guesses of one guesser in one <see cref="Window"/>.</param>
internal sealed class GuessLimit(TimeProvider time, Func<TimeSpan, BintrayException> refuse, int most = GuessLimit.MaxGuesses)
{
    /// <summary>The wrong guesses from one address.</summary>
    public const int MaxGuesses = 30;

    /// <summary>
    /// The wrong guesses of one user's keys, from wherever they come: more than from one address, since it is the user, too, who waits.
    /// </summary>
    public const int MaxGuessesOfUser = 300;

    private const int MaxGuessers = 50_000;

    private readonly ConcurrentDictionary<string, Guesses> _byGuesser = new();

    /// <summary>How long a wrong guess counts.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Counts a guess as wrong until it proves right: many connections at once must not get past the limit.</summary>
    /// <exception cref="BintrayException">429: too many were tried.</exception>
    public void Begin(string guesser)
    {
        if (_byGuesser.Count > MaxGuessers)
        {
            Forget();
        }

        var guesses = _byGuesser.GetOrAdd(guesser, _ => new Guesses(time.GetTimestamp()));
        lock (guesses)
        {
            var passed = time.GetElapsedTime(guesses.Began);
            if (passed >= Window)
            {
                (guesses.Began, guesses.Count, passed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            }

            if (guesses.Count >= most)
            {
                throw refuse(Window - passed);
            }

            guesses.Count++;
        }
    }

    /// <summary>The guess was right, or was not looked at.</summary>
    public void TakeBack(string guesser)
    {
        if (_byGuesser.TryGetValue(guesser, out var guesses))
        {
            lock (guesses)
            {
                guesses.Count = Math.Max(0, guesses.Count - 1);
            }
        }
    }

    private void Forget()
    {
        foreach (var (guesser, guesses) in _byGuesser)
        {
            if (time.GetElapsedTime(guesses.Began) >= Window)
            {
                _byGuesser.TryRemove(guesser, out _);
            }
        }

        if (_byGuesser.Count > MaxGuessers)
        {
            _byGuesser.Clear();
        }
    }

    private sealed class Guesses(long began)
    {
        public long Began { get; set; } = began;

        public int Count { get; set; }
    }
}
