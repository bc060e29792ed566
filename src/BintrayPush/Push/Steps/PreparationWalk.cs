using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Every repository, then every package of it, then every version (semantics reference 3.4), for a push and for a dry run alike. Below
/// what was refused nothing is asked; all refusals are reported.
/// </summary>
internal sealed class PreparationWalk(PushSession session, Preparation preparation)
{
    /// <summary>What is asked of a package before it is prepared; answers what is wrong, or nothing.</summary>
    public Func<PackageAddress, Task<Problem?>>? BeforePackage { get; init; }

    /// <summary>How many packages are prepared at one time; they do not depend on each other.</summary>
    public int Width { get; init; } = 1;

    /// <param name="prepared">Is called for every version that is there now, or would be.</param>
    public async Task RunAsync(Func<VersionPush, Task> prepared)
    {
        foreach (var repository in session.Versions.GroupBy(version => version.Address.Repository))
        {
            var (details, problem) = await preparation.PrepareAsync(repository.Key).ConfigureAwait(false);
            session.SetDetails(repository.Key, details);
            if (!session.Report(problem))
            {
                continue;
            }

            var packages = repository.GroupBy(version => version.Address.Package).ToList();
            var problems = await Concurrently.RunAsync(packages, Width, package => PrepareAsync(package, prepared)).ConfigureAwait(false);
            foreach (var found in problems.SelectMany(ofPackage => ofPackage))
            {
                session.Report(found);
            }
        }
    }

    /// <returns>What is wrong with a package and its versions.</returns>
    private async Task<IReadOnlyList<Problem>> PrepareAsync(
        IGrouping<PackageAddress, VersionPush> package, Func<VersionPush, Task> prepared)
    {
        var problems = new List<Problem>();
        if (MayGoOn(BeforePackage is null ? null : await BeforePackage(package.Key).ConfigureAwait(false))
            && MayGoOn(await preparation.PrepareAsync(package.Key).ConfigureAwait(false)))
        {
            foreach (var version in package)
            {
                if (MayGoOn(await preparation.PrepareAsync(version.Address).ConfigureAwait(false)))
                {
                    await prepared(version).ConfigureAwait(false);
                }
            }
        }

        return problems;

        bool MayGoOn(Problem? problem)
        {
            if (problem is not null)
            {
                problems.Add(problem);
            }

            return !session.IsError(problem);
        }
    }
}
