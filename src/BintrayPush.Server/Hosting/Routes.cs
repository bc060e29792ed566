using BintrayPush.Server.Access;
using BintrayPush.Server.Accounts;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Files;
using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;
using BintrayPush.Server.Pages;
using BintrayPush.Server.Products;
using BintrayPush.Server.Search;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Staging;
using BintrayPush.Server.Statistics;
using BintrayPush.Server.Uploads;
using BintrayPush.Server.Users;
using BintrayPush.Server.Webhooks;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Server.Hosting;

/// <summary>Everything that can be called. Of two patterns that fit, the first counts.</summary>
internal static class Routes
{
    public static IEnumerable<CallRoute> All(
        IServerStore store,
        SigningData signing,
        SubjectKeys keys,
        UserRecords users,
        RepositoryFacts facts,
        AccessRules access,
        SignedAddresses? addresses,
        WebhookDelivery webhooks,
        FeedIndex index,
        KnownVulnerabilities vulnerabilities,
        DownloadTally? tally,
        PageSessions? sessions,
        ServerSettings settings)
    {
        var bintray = store.Service;
        var window = new ChangeWindow(bintray, facts, settings.ChangeWindowDays);
        var seals = new ReleaseSealing(bintray, signing, window, webhooks.Announce);
        var turns = new ReleaseTurns(store.PrivateFiles);
        var changes = new ReleaseChanges(bintray, seals, turns);
        var groups = new StagedGroups(bintray, store.Groups);
        var states = new ArtifactStates(bintray);
        var work = new GroupWork(bintray, store.Groups, groups, states, turns, seals);
        var maven = new MavenFiles(bintray, facts, new FolderEntries(store));
        // A further type of repository with an index stands in this list; of two that make the same file, the first counts.
        var downloads = new DownloadCalls(
            bintray,
            addresses,
            [maven],
            settings.AccelLocation is { } location ? new WebServerFiles(location, settings.Data) : null,
            settings.RedirectContents is { } redirection && store.ContentAddresses is { } bucket
                ? new ContentRedirects(redirection, bucket, facts, settings.AnonymousRead) : null,
            tally);
        var latest = new LatestDownloads(bintray, facts, downloads, settings.AnonymousRead);
        var catalog = new VisibleCatalog(store, index, users, settings.AnonymousRead);
        var feeds = new FeedAddress(settings.PublicUrl);
        var parts = new ContentCalls(bintray, index, facts, feeds, downloads);
        var sent = new SentPackages(bintray, facts, window, settings);
        var published = new PublishedPackages(store, index, facts);
        return
        [
            .. new PackageCalls(bintray, facts, signing, settings.RequireOssMetadata).Routes,
            .. new RepositoryCalls(bintray, access).Routes,
            .. new FileCalls(bintray).Routes,
            .. new AttributeSearchCalls(bintray, catalog).Routes,
            .. new AttributeCalls(bintray).Routes,
            .. new DocumentCalls(bintray).Routes,
            .. new VersionCalls(bintray, facts, signing).Routes,
            .. new PublishCalls(bintray, signing, window, webhooks.Announce).Routes,
            .. new ReleaseCalls(bintray, signing, window, webhooks.Announce).Routes,
            .. new LegCalls(bintray, changes).Routes,
            .. new UploadCalls(store, facts, signing, window, webhooks.Announce, latest.GetAsync, settings).Routes,
            .. new CopyCalls(bintray, facts, access, window, settings).Routes,
            .. new SignCalls(store, signing).Routes,
            .. new MetadataCalls(bintray, signing).Routes,
            .. new SearchCalls(bintray, catalog, store.DownloadCounts).Routes,
            .. new AccountCalls(bintray, users, access).Routes,
            .. new MavenDownloads(maven, downloads).Routes,
            .. new FolderPages(store, facts, access, downloads).Routes,
            .. latest.Routes,
            .. new BadgeCalls(bintray).Routes,
            .. new ProductCalls(store, facts).Routes,
            .. new FeedCalls(index, facts, feeds, vulnerabilities, new DownloadTotals(store.DownloadCounts, settings.Time)).Routes,
            .. parts.Routes,
            .. new PushCalls(store, sent, published, facts, webhooks.Announce, settings).Routes,
            .. new DeleteCalls(store, index, facts, window, settings).Routes,
            .. StagingRoutes.All(
                store, sent, published, facts, feeds, parts, downloads, groups, states, work, turns, window, webhooks.Announce, settings),
            .. new WebhookCalls(bintray, webhooks).Routes,
            .. sessions is null ? [] : PageRoutes.All(
                store, access, facts, catalog, feeds, sessions, window, downloads, changes, groups, work, users, keys, webhooks.Announce,
                settings),
            .. downloads.Routes,
            .. new StatisticsCalls(store, settings.Time).Routes,
            .. NotOffered.Routes,
            downloads.OnApiHost,
        ];
    }
}
