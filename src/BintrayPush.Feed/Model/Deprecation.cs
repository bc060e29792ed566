namespace BintrayPush.Feed.Model;

/// <summary>Why a version is not to be used any more.</summary>
/// <param name="Reasons">Of <see cref="AllReasons"/>; at least one.</param>
/// <param name="Message">What its users are told, or <see langword="null"/>.</param>
/// <param name="AlternateId">The package to be used in its place, or <see langword="null"/>.</param>
/// <param name="AlternateRange">The versions of that package; <see langword="null"/> for any.</param>
public sealed record Deprecation(IReadOnlyList<string> Reasons, string? Message, string? AlternateId, string? AlternateRange)
{
    /// <summary>The reasons that clients know.</summary>
    public static IReadOnlyList<string> AllReasons { get; } = ["Legacy", "CriticalBugs", "Other"];
}
