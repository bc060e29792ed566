using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>What a descriptor says about which files it is for.</summary>
public sealed record SelectionRules
{
    /// <summary>Nothing said.</summary>
    public static SelectionRules None { get; } = new();

    /// <summary><c>applyToFiles</c>: patterns over named roots.</summary>
    public IReadOnlyList<PathPattern> Files { get; init; } = [];

    /// <summary><c>applyToRepoFiles</c>: patterns from the descriptor's folder or its root.</summary>
    public IReadOnlyList<PathPattern> RepoFiles { get; init; } = [];

    /// <summary><c>applyToProps</c>.</summary>
    public PropertyFilter Properties { get; init; } = PropertyFilter.None;
}

/// <summary>What a selection found.</summary>
/// <typeparam name="T">What was selected from.</typeparam>
/// <param name="Files">The selected ones, in the order in which they were given.</param>
/// <param name="Problems">What the user should know of it; an error if nothing is left.</param>
public sealed record Selected<T>(IReadOnlyList<T> Files, IReadOnlyList<Problem> Problems);
