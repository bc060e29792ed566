using BintrayPush.Api.Service;

namespace BintrayPush.Cli.Places;

/// <summary>All packages of a repository, whose list comes in pages.</summary>
internal static class PackageNames
{
    /// <summary>A service may always say that there is one page more.</summary>
    private const int Most = 1_000_000;

    /// <summary>Their names, in order.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(
        IAdministration service, RepositoryAddress repository, CancellationToken cancellation)
    {
        var packages = new List<string>();
        while (true)
        {
            var page = await service.ListPackagesAsync(repository, null, packages.Count, cancellation).ConfigureAwait(false);
            packages.AddRange(page.Items);
            if (page.Items.Count == 0 || packages.Count >= page.Total)
            {
                return packages;
            }

            if (packages.Count > Most)
            {
                throw new BintrayException(
                    BintrayException.NoAnswer, $"{repository} has more than {Most} packages, or its list does not end");
            }
        }
    }
}
