using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Search;
using BintrayPush.Server.Settings;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Staging;
using BintrayPush.Server.Uploads;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Server.Pages;

/// <summary>Everything that browsers call.</summary>
internal static class PageRoutes
{
    public static IEnumerable<CallRoute> All(
        IServerStore store,
        AccessRules access,
        RepositoryFacts facts,
        VisibleCatalog catalog,
        FeedAddress addresses,
        PageSessions sessions,
        ChangeWindow window,
        DownloadCalls downloads,
        ReleaseChanges changes,
        StagedGroups groups,
        GroupWork work,
        UserRecords users,
        SubjectKeys keys,
        Action<VersionAddress> announce,
        ServerSettings settings)
    {
        var pages = new PageHandling(access, sessions, addresses, settings);
        var sweeps = new SweepPages(store, users, pages, sessions, settings.Time);
        return
        [
            .. new SignInCalls(sessions, pages, settings.PageSignIn?.Issuer.Host).Routes,
            .. new WaitingCalls(store, pages, sessions, window, downloads, announce).Routes,
            .. new ReleasePages(store.Service, changes, pages, sessions, settings.ReadOnly).Routes,
            .. new StagedPages(groups, work, facts, pages, sessions, settings.ReadOnly).Routes,
            .. new KeyPages(
                users, new KeyUses(store.PrivateFiles, settings.Time), pages, sessions, settings.Time, settings.ReadOnly).Routes,
            .. new SigningKeyPages(keys, users, pages).Routes,
            .. new PeoplePages(users, new Policies(store.PrivateFiles), pages, sessions, settings.ReadOnly).Routes,
            .. sweeps.Routes,
            .. new PageCalls(
                pages,
                new CatalogPages(store, access, catalog, addresses, sweeps),
                new PackagePages(store, addresses, new PageDownloads(store.DownloadCounts, settings.Time), settings.ReadOnly)).Routes,
        ];
    }
}
