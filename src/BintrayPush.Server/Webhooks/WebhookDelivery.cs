using BintrayPush.Api.Service;
using BintrayPush.Server.Records;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Webhooks;

/// <summary>The webhooks of all packages: what is registered, and the calls that wait.</summary>
internal sealed class WebhookDelivery : IDisposable
{
    private readonly IBintray _bintray;
    private readonly UserRecords _users;
    private readonly WebhookQueue _queue;
    private readonly TimeProvider _time;
    private readonly Action? _announced;

    public WebhookDelivery(
        IServerStore store,
        UserRecords users,
        WebhookLimits limits,
        ILogger<WebhookQueue> logger,
        TimeProvider time,
        Action? announced = null)
    {
        _time = time;
        _announced = announced;
        _bintray = store.Service;
        _users = users;
        Limits = limits;
        Records = new RecordSet<WebhookRecord>(store.PrivateFiles, "webhook", WebhookJson.Default.WebhookRecord);
        Sender = new WebhookSender(limits);
        _queue = new WebhookQueue(CallAllAsync, logger);
    }

    public WebhookLimits Limits { get; }

    public RecordSet<WebhookRecord> Records { get; }

    public WebhookSender Sender { get; }

    /// <summary>Files of a version have become public. It only notes that: the webhooks are called later, by others.</summary>
    public void Announce(VersionAddress version)
    {
        _announced?.Invoke();
        _queue.Add(version);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        Sender.Dispose();
    }

    private async Task<IReadOnlyList<WebhookOutcome>> CallAllAsync(VersionAddress version, CancellationToken cancellation)
    {
        var subject = version.Repository.Subject;
        var hooks = (await Records.ListAsync(subject, cancellation)).Where(hook => IsFor(hook, version.Package)).ToArray();
        if (hooks.Length == 0 || await _bintray.GetVersionAsync(version, cancellation) is not { } found)
        {
            return [];
        }

        var notes = await _bintray.GetDocumentAsync(version, DocumentKind.ReleaseNotes, cancellation);
        var news = new WebhookNews(version.Package.Name, version.Name, found.Details.Released ?? found.Updated, notes?.Content ?? "");
        var outcomes = new List<WebhookOutcome>();
        foreach (var hook in hooks)
        {
            if (WebhookTarget.AddressOf(hook.Url, hook.Repository, hook.Package) is { } url
                && await MayStillPublishAsync(hook, cancellation))
            {
                var (failure, tries) = await Sender.DeliverAsync(url, hook.Method, hook.Signature, news, cancellation);
                await KeepAsync(hook, new WebhookCall(_time.GetUtcNow(), version.Name, tries, failure), cancellation);
                outcomes.Add(new WebhookOutcome(url.IdnHost, failure));
            }
        }

        return outcomes;
    }

    private static bool IsFor(WebhookRecord hook, PackageAddress package) =>
        hook.Subject == package.Repository.Subject && hook.Repository == package.Repository.Name && hook.Package == package.Name
        && hook.Failures < WebhookRecord.MostFailures;

    private async Task<bool> MayStillPublishAsync(WebhookRecord hook, CancellationToken cancellation) =>
        await _users.FindAsync(hook.User, cancellation) is { } user && user.Roles.GetValueOrDefault(hook.Subject) >= Role.Publish;

    /// <summary>
    /// Keeps what became of a call, counts a failure, or forgets those before a success. What was registered anew or deleted meanwhile
    /// stays so.
    /// </summary>
    private Task KeepAsync(WebhookRecord hook, WebhookCall call, CancellationToken cancellation) => Records.ChangeAsync(
        hook.Subject,
        WebhookRecord.KeyOf(hook.Repository, hook.Package, hook.User),
        all => all.FirstOrDefault(one => one.IsSameAs(hook))?.After(call)
            ?? all.FirstOrDefault(one => (one.Repository, one.Package, one.User) == (hook.Repository, hook.Package, hook.User)),
        cancellation);
}
