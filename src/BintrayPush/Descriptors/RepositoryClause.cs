namespace BintrayPush.Descriptors;

/// <summary>How a repository is made, and whether one that is there already is changed (semantics reference 3.2, 3.4).</summary>
/// <param name="Details">Its fields.</param>
/// <param name="UpdateExisting">Whether an existing repository gets the given description and labels.</param>
/// <param name="Create">Whether a missing repository is made at all.</param>
public sealed record RepositoryClause(RepositoryDetails Details, bool UpdateExisting, bool Create = true);
