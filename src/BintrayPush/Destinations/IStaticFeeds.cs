using BintrayPush.Messages;

namespace BintrayPush.Destinations;

/// <summary>
/// Writes the NuGet feeds of a folder as plain files. What reads packages for it is not loaded into builds, so whoever starts a push brings
/// it.
/// </summary>
public interface IStaticFeeds
{
    /// <summary>Sees to it that the files show what is published. A feed that does is left alone.</summary>
    /// <param name="repository">A public repository of type <c>nuget</c>.</param>
    /// <param name="downloads">Where a web server answers with the plain files of the folder.</param>
    /// <param name="cancellation">Ends the writing; what was written until then is a feed.</param>
    Task<StaticFeedResult> WriteAsync(RepositoryAddress repository, ServiceUrl downloads, CancellationToken cancellation);
}

/// <summary>What became of a static feed.</summary>
/// <param name="Feed">The feed; <see langword="null"/> if it could not be written.</param>
/// <param name="Problem">Why it could not be written.</param>
public sealed record StaticFeedResult(WrittenFeed? Feed, Problem? Problem);

/// <summary>A static feed that shows what is published.</summary>
/// <param name="Index">The address that clients are given.</param>
/// <param name="Packages">The packages that it shows; <see langword="null"/> if it was left alone.</param>
/// <param name="Written">The files that were written.</param>
/// <param name="Removed">The files that were removed.</param>
/// <param name="Unsound">The files with the name of a package that it cannot show.</param>
public sealed record WrittenFeed(string Index, int? Packages, int Written, int Removed, IReadOnlyList<UnsoundPackage> Unsound)
{
    /// <summary>What was done, for people.</summary>
    public string Summary => Packages is { } packages
        ? $"{Index}: {ProblemText.Count(packages, "package")}, {ProblemText.Count(Written, "file")} written, {Removed} removed"
        : $"{Index}: unchanged";
}

/// <summary>A published file with the name of a package that no client could use, or would not find.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Fault">Why.</param>
public sealed record UnsoundPackage(string Path, string Fault);
