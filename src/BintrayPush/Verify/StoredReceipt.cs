namespace BintrayPush.Verify;

/// <summary>
/// What the file of a receipt says, as far as it can be compared with what is public. An instance was checked: it is well formed.
/// </summary>
public sealed record StoredReceipt
{
    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>The folder or URL that was pushed to.</summary>
    public required string Destination { get; init; }

    /// <summary>Whether that push did everything that was planned.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The release that the push has staged a leg of; <see langword="null"/> for an ordinary push.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>The files that arrived, and what unpacked archives became; each path once.</summary>
    public required IReadOnlyList<ClaimedFile> Files { get; init; }

    /// <summary>The unpacked archives of which only the service knows what they became.</summary>
    public required IReadOnlyList<FileAddress> UnknownArchives { get; init; }

    /// <summary>The local files that did not arrive, or were never sent.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>The subject that all files belong to, if they belong to one.</summary>
    public string? Subject => Files.Select(file => file.Address.Repository.Subject).Distinct().Take(2).ToList() is [var subject]
        ? subject
        : null;
}

/// <summary>A file that the service is to hold, by a receipt.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Content">What it holds.</param>
/// <param name="IsPublic">Whether everybody could read it when the receipt was written.</param>
public sealed record ClaimedFile(FileAddress Address, ContentHashes Content, bool IsPublic);
