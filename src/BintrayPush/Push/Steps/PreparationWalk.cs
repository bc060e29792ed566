using BintrayPush.Api.Names;
using BintrayPush.Messages;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Every repository, then every package of it, then every version (semantics reference 3.4), for a push and for a dry run alike. Below
/// what was refused nothing is asked; all refusals are reported.
/// </summary>
internal sealed class PreparationWalk(PushSession session, Preparation preparation)
{
    /// <summary>What is asked of a package before it is prepared; answers what is wrong, or nothing.</summary>
    public Func<PackageAddress, Task<Problem?>>? BeforePackage { get; init; }

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

            foreach (var package in repository.GroupBy(version => version.Address.Package))
            {
                if (!session.Report(BeforePackage is null ? null : await BeforePackage(package.Key).ConfigureAwait(false))
                    || !session.Report(await preparation.PrepareAsync(package.Key).ConfigureAwait(false)))
                {
                    continue;
                }

                foreach (var version in package)
                {
                    if (session.Report(await preparation.PrepareAsync(version.Address).ConfigureAwait(false)))
                    {
                        await prepared(version).ConfigureAwait(false);
                    }
                }
            }
        }
    }
}
