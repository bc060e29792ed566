using BintrayPush.Planning;

namespace BintrayPush.Background;

/// <summary>
/// A push that was planned and is carried out later, by another process: all that this process needs to know. No secret is in it; keys
/// and passphrases are read from the environment or the credentials file by whoever carries it out.
/// </summary>
public sealed record BackgroundPush
{
    /// <summary>How the closing line calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The project that is pushed; <see langword="null"/> if it is none.</summary>
    public string? Project { get; init; }

    /// <summary>Where it goes: the base URL of a service, or the absolute path of a folder.</summary>
    public required string Place { get; init; }

    /// <summary>Whether plain http may be spoken to another machine.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Where published files are read from, if it is said.</summary>
    public string? DownloadUrl { get; init; }

    /// <summary>The absolute path of a file with certificate authorities.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The longest silence of the service.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>The most uploads at one time.</summary>
    public int MaxParallelUploads { get; init; }

    /// <summary>How often a call is made again.</summary>
    public int RetryCount { get; init; }

    /// <summary>Whether the receipt says where the time went.</summary>
    public bool Timings { get; init; }

    /// <summary>What is pushed to, as it was given; its subject is the user if there is only a key.</summary>
    public string? Repo { get; init; }

    /// <summary>Mail addresses that are told how it ended.</summary>
    public string? Notify { get; init; }

    /// <summary>After which ends they are told.</summary>
    public string? NotifyOn { get; init; }

    /// <summary>The webhook that is told; one whose address is a secret stands in the environment and not here.</summary>
    public string? NotifyUrl { get; init; }

    /// <summary>The warnings that count as errors, by their codes.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether the key that signs was to be unlocked with a passphrase from the environment.</summary>
    public bool NeedsPassphrase { get; init; }

    /// <summary>What is pushed. The passphrase is missing where it was read from a file.</summary>
    public required PushSettings Settings { get; init; }

    /// <summary>The codes among which there are those of warnings.</summary>
    public static IEnumerable<string> Codes => Enumerable.Range(1000, 6000).Select(number => $"BTP{number}");
}
