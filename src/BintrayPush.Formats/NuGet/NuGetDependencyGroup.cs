namespace BintrayPush.Formats.NuGet;

/// <summary>What a package needs on one target framework.</summary>
/// <param name="TargetFramework">The framework's short name, as <c>net8.0</c>; <see langword="null"/> for any.</param>
/// <param name="Dependencies">What it needs; may be empty.</param>
public sealed record NuGetDependencyGroup(string? TargetFramework, IReadOnlyList<NuGetDependency> Dependencies);

/// <summary>A package that another needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Range">The versions that will do, in the normalised form of a range.</param>
public sealed record NuGetDependency(string Id, string Range);
