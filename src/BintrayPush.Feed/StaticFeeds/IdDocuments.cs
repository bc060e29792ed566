using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>The documents of an id: the list of its versions, and what is said of them.</summary>
internal sealed class IdDocuments(FeedNames names, FeedChanges changes)
{
    /// <summary>Sees to it that the documents are there.</summary>
    /// <param name="versions">The versions of an id, the lowest first; at least one.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<FeedPackage> versions, CancellationToken cancellation)
    {
        // The list before the registrations: whoever learns of a version from these looks for it there.
        var list = $"{FeedUrls.FlatFolder}{versions[0].LowerId}/index.json";
        await changes.PutAsync(list, PackageVersions.Write(versions.Select(version => version.LowerVersion)), cancellation)
            .ConfigureAwait(false);
        return
        [
            list,
            .. await PutAsync(versions, semVer2: false, cancellation).ConfigureAwait(false),
            .. await PutAsync(versions, semVer2: true, cancellation).ConfigureAwait(false),
        ];
    }

    private async Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<FeedPackage> all, bool semVer2, CancellationToken cancellation)
    {
        var registration = new Registration(names.Urls, semVer2);
        var versions = registration.Shown(all);
        if (versions.Count == 0)
        {
            return [];
        }

        var put = new List<string>();
        async Task WriteAsync(string url, byte[] document)
        {
            put.Add(names.Of(url));
            await changes.PutAsync(put[^1], document, cancellation).ConfigureAwait(false);
        }

        var id = versions[0].LowerId;
        foreach (var version in versions)
        {
            await WriteAsync(names.Urls.RegistrationLeaf(version, semVer2), registration.WriteLeaf(version)).ConfigureAwait(false);
        }

        foreach (var (lower, upper) in Registration.PagesOutside(versions))
        {
            var url = names.Urls.RegistrationPage(id, lower, upper, semVer2);
            await WriteAsync(url, registration.WritePage(versions, lower, upper)!).ConfigureAwait(false);
        }

        await WriteAsync(names.Urls.Registration(id, semVer2), registration.WriteIndex(versions)).ConfigureAwait(false);
        return put;
    }
}
