using BintrayPush.Messages;

namespace BintrayPush.Verify;

/// <summary>What reading back found of a file.</summary>
public enum Finding
{
    /// <summary>Everybody reads exactly what the receipt says.</summary>
    Intact,

    /// <summary>Everybody reads something else.</summary>
    Different,

    /// <summary>It cannot be read.</summary>
    Missing,

    /// <summary>Nothing is known: it could not be read.</summary>
    Unread,

    /// <summary>It waited to be published when the receipt was written, and is not public with that content now.</summary>
    Waiting,
}

/// <summary>What reading back found. All of it is what readers without any right see, except in a private repository.</summary>
public sealed record VerifyReport
{
    /// <summary>The receipt.</summary>
    public required StoredReceipt Receipt { get; init; }

    /// <summary>Where the published files are found if all are in one repository, otherwise the place that was pushed to.</summary>
    public required string Place { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The files, in the order of the receipt.</summary>
    public required IReadOnlyList<VerifiedFile> Files { get; init; }

    /// <summary>Errors and warnings; with an error something is not as the receipt says, or is not known.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Whether everything that was to be verified is as the receipt says.</summary>
    public bool IsIntact => Problems.All(problem => problem.Severity != Severity.Error);
}

/// <summary>What was found of a file.</summary>
/// <param name="Claim">What the receipt says.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Found">What is there, as far as that is known.</param>
/// <param name="Problem">The same in words, if it is not <see cref="Finding.Intact"/> or <see cref="Finding.Waiting"/>.</param>
public sealed record VerifiedFile(ClaimedFile Claim, Finding Finding, ContentHashes? Found, Problem? Problem);
