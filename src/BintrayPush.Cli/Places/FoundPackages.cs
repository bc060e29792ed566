using System.Runtime.CompilerServices;
using BintrayPush.Api.Service;

namespace BintrayPush.Cli.Places;

/// <summary>
/// Packages in whose names or descriptions all of some words are. A service looks for one pattern at a time, in names or in descriptions:
/// it is asked for the longest word, and the others are looked for in what it finds.
/// </summary>
internal sealed class FoundPackages(IBintray service, IReadOnlyList<string> words, RepositorySearch within)
{
    /// <summary>The list comes in pages, and a service may always say that there is one more.</summary>
    private const int MostPages = 1000;

    private const int MostQuestions = 8;

    /// <summary>A part of them: those whose names fit before those of which only the description does.</summary>
    /// <param name="start">How many are left out.</param>
    /// <param name="limit">The most that are wanted.</param>
    /// <returns>The packages, and whether there are more.</returns>
    public async Task<(IReadOnlyList<Package> Packages, bool HasMore)> ReadAsync(
        int start, int limit, CancellationToken cancellation)
    {
        var (found, passed) = (new List<Package>(), 0);
        await foreach (var package in AllAsync(cancellation).ConfigureAwait(false))
        {
            if (passed < start)
            {
                passed++;
            }
            else if (found.Count == limit)
            {
                return (found, true);
            }
            else
            {
                found.Add(package);
            }
        }

        return (found, false);
    }

    /// <summary>
    /// The newest versions with a public file, as <c>show</c> has them. A package that has none, or of which the service does not say it,
    /// has nothing here.
    /// </summary>
    public async Task<IReadOnlyList<string?>> LatestAsync(IReadOnlyList<Package> packages, CancellationToken cancellation)
    {
        var latest = new string?[packages.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostQuestions, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, packages.Count), options, async (i, end) =>
        {
            try
            {
                latest[i] = (await service.GetLatestVersionAsync(packages[i].Address, end).ConfigureAwait(false))?.Address.Name;
            }
            catch (BintrayException refusal) when (refusal.Status is >= 400 and < 500)
            {
                latest[i] = null;
            }
        }).ConfigureAwait(false);
        return latest;
    }

    private async IAsyncEnumerable<Package> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = words.MaxBy(word => word.Length)!;
        var search = new PackageSearch { Subject = within.Subject, Repository = within.Repository };
        var known = new HashSet<PackageAddress>();
        foreach (var one in new[] { search with { Name = asked }, search with { Description = asked } })
        {
            var position = 0;
            for (var pages = 0; ; pages++)
            {
                var page = await service.SearchPackagesAsync(one, position, cancellation).ConfigureAwait(false);
                foreach (var package in page.Items.Where(package => known.Add(package.Address) && Fits(package)))
                {
                    yield return package;
                }

                position += page.Items.Count;
                if (page.Items.Count == 0 || position >= page.Total)
                {
                    break;
                }

                if (pages == MostPages)
                {
                    throw new BintrayException(
                        BintrayException.NoAnswer, $"'{asked}' is in more than {position} packages, or the list of them does not end");
                }
            }
        }
    }

    private bool Fits(Package package) => words.All(
        word => NamePattern.IsIn(word, package.Address.Name) || NamePattern.IsIn(word, package.Details.Description));
}

/// <summary>Where is searched: everywhere, in what a subject has, or in one repository.</summary>
internal sealed record RepositorySearch(string? Subject, string? Repository);
