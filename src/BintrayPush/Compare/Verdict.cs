using BintrayPush.Messages;

namespace BintrayPush.Compare;

/// <summary>What is to be done with a file, by what the service holds.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Nothing: the same content is there.</summary>
    /// <param name="Hashes">Of what is there.</param>
    /// <param name="Published">Whether everybody sees it.</param>
    /// <param name="Placed">What the service holds of it.</param>
    public sealed record Found(ContentHashes Hashes, bool Published, IReadOnlyList<PlacedContent> Placed) : Verdict;

    /// <summary>It is to be sent.</summary>
    /// <param name="Replaces">Whether published content goes.</param>
    /// <param name="Unpacked">What an archive becomes, where that is known.</param>
    /// <param name="Sha256">Of the local file, where it was read already.</param>
    public sealed record Missing(bool Replaces, IReadOnlyList<PlacedContent>? Unpacked = null, string? Sha256 = null) : Verdict;

    /// <summary>Other content is published and must not be replaced.</summary>
    /// <param name="Problem">What is wrong.</param>
    /// <param name="Difference">In what the two differ, in words, where that is known.</param>
    public sealed record Taken(Problem Problem, string? Difference = null) : Verdict;
}
