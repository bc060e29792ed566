using BintrayPush.Messages;
using BintrayPush.Versions;

namespace BintrayPush.Guards;

/// <summary>What a push has to be before anything is asked of a service: each guard that is on and not met is an error.</summary>
public sealed record PushGuards
{
    /// <summary>Only a build server may push.</summary>
    public bool OnlyFromCI { get; init; }

    /// <summary>Only a clean work tree may be pushed, from a commit that has the version as a tag.</summary>
    public bool OnlyFromCleanTag { get; init; }

    /// <summary>Only versions without a pre-release part may be pushed.</summary>
    public bool OnlyStableVersions { get; init; }

    /// <summary>Versions that tools give to what was built along the way may not be pushed.</summary>
    public bool NoDevVersions { get; init; }

    /// <summary>Says everything that is not as the guards want it.</summary>
    /// <param name="versions">What is to be pushed.</param>
    /// <param name="buildServer">The variable that says that this is a build server; nothing if it is none.</param>
    /// <param name="folder">A folder of the work tree.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Problem>> CheckAsync(
        IReadOnlyList<VersionAddress> versions, string? buildServer, string folder, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (OnlyFromCI && buildServer is null)
        {
            problems.Add(GuardProblems.NoBuildServer());
        }

        foreach (var version in versions.Distinct())
        {
            if (OnlyStableVersions && !VersionText.IsStable(version.Name))
            {
                problems.Add(GuardProblems.NotStable(version));
            }

            if (NoDevVersions && VersionText.DevelopmentWord(version.Name) is { } word)
            {
                problems.Add(GuardProblems.Development(version, word));
            }
        }

        if (OnlyFromCleanTag)
        {
            problems.AddRange(await CheckTagAsync(versions, folder, cancellation).ConfigureAwait(false));
        }

        return problems;
    }

    private static async Task<IReadOnlyList<Problem>> CheckTagAsync(
        IReadOnlyList<VersionAddress> versions, string folder, CancellationToken cancellation)
    {
        var (tree, fault) = await WorkTree.ReadAsync(folder, cancellation).ConfigureAwait(false);
        if (tree is null)
        {
            return [GuardProblems.GitUnusable(folder, fault!)];
        }

        var untagged = versions.Distinct().Where(version => !tree.Tags.Any(tag => VersionText.IsTagOf(tag, version)));
        return [
            .. untagged.Select(version => GuardProblems.NoTag(version, tree)),
            .. tree.Changes.Count > 0 ? [GuardProblems.NotClean(tree)] : Array.Empty<Problem>(),
        ];
    }
}
