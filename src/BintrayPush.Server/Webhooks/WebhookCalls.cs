using System.Globalization;
using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Webhooks;

/// <summary>
/// Webhooks (protocol reference, section 15): who is notified of a package's new releases. A user sees and deletes their own, an admin
/// those of all users: a URL can hold a secret.
/// </summary>
internal sealed class WebhookCalls(IBintray bintray, WebhookDelivery webhooks)
{
    private const int MostOfOneUser = 10;

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "webhooks/{subject}", Needs.Publish, ListAsync),
        new("GET", "webhooks/{subject}/{repo}", Needs.Publish, ListAsync),
        new("GET", "webhooks/{subject}/{repo}/{package}/calls", Needs.Publish, ListCallsAsync),
        new("POST", "webhooks/{subject}/{repo}/{package}", Needs.Publish, RegisterAsync),
        new("POST", "webhooks/{subject}/{repo}/{package}/{version}", Needs.Publish, TestAsync),
        new("DELETE", "webhooks/{subject}/{repo}/{package}", Needs.Publish, DeleteAsync),
    ];

    private async Task ListAsync(Call call)
    {
        var repository = call.HasRepository ? call.Repository.Name : null;
        var hooks = (await webhooks.Records.ListAsync(call.Subject, call.Cancellation))
            .Where(hook => IsVisible(call, hook) && (repository is null || hook.Repository == repository))
            .OrderBy(hook => hook.Repository, StringComparer.Ordinal)
            .ThenBy(hook => hook.Package, StringComparer.Ordinal)
            .ThenBy(hook => hook.User, StringComparer.Ordinal);
        await Answer.ListAsync(call.Http, hooks, (json, hook) =>
        {
            json.WriteStartObject();
            json.WriteString("package", hook.Package);
            json.WriteString("url", hook.Url);
            json.WriteNumber("failure_count", hook.Failures);
            json.WriteEndObject();
        });
    }

    /// <summary>This server's own: what became of the last calls, the newest first.</summary>
    private async Task ListCallsAsync(Call call)
    {
        var hooks = (await webhooks.Records.ListAsync(call.Subject, call.Cancellation))
            .Where(hook => IsVisible(call, hook) && hook.Repository == call.Repository.Name && hook.Package == call["package"])
            .ToList();
        if (hooks.Count == 0)
        {
            throw Refusal.NoWebhook(call["package"]);
        }

        var calls = hooks.SelectMany(hook => hook.Calls.Select(made => (Hook: hook, Made: made))).OrderByDescending(one => one.Made.At);
        await Answer.ListAsync(call.Http, calls, (json, one) =>
        {
            json.WriteStartObject();
            json.WriteDate("at", one.Made.At);
            json.WriteString("user", one.Hook.User);
            json.WriteString("url", one.Hook.Url);
            json.WriteString("version", one.Made.Version);
            json.WriteNumber("tries", one.Made.Tries);
            json.WriteBoolean("success", one.Made.Failure is null);
            json.WriteIfKnown("failure", one.Made.Failure);
            json.WriteEndObject();
        });
    }

    private async Task RegisterAsync(Call call)
    {
        var package = call.Package;
        var target = WebhookTarget.Read(await call.ReadFieldsAsync(), webhooks.Limits.ToPrivateAddresses);
        await RequirePackageAsync(call);
        var hook = new WebhookRecord
        {
            Subject = call.Subject,
            Repository = package.Repository.Name,
            Package = package.Name,
            User = call.Caller.Name!,
            Url = target.Url,
            Method = target.Method,
            Signature = WebhookTarget.Sign(KeyOf(call), package.Name),
        };
        var used = 0;
        await webhooks.Records.ChangeAsync(
            call.Subject,
            WebhookRecord.KeyOf(hook.Repository, hook.Package, hook.User),
            all =>
            {
                var others = all.Where(one => one.User == hook.User && (one.Repository, one.Package) != (hook.Repository, hook.Package));
                used = 1 + others.Count();
                return used <= MostOfOneUser ? hook : throw Refusal.TooManyWebhooks(MostOfOneUser);
            },
            call.Cancellation);
        call.Http.Response.Headers["X-Bintray-WebHookLimit-Limit"] = MostOfOneUser.ToString(CultureInfo.InvariantCulture);
        call.Http.Response.Headers["X-Bintray-WebHookLimit-Remaining"] = (MostOfOneUser - used).ToString(CultureInfo.InvariantCulture);
        await Answer.SuccessAsync(call.Http, StatusCodes.Status201Created);
    }

    /// <summary>Calls the webhook in the body once, with made-up notes; 201, as the service did (reference, section 15).</summary>
    private async Task TestAsync(Call call)
    {
        var target = WebhookTarget.Read(await call.ReadFieldsAsync(), webhooks.Limits.ToPrivateAddresses);
        await RequirePackageAsync(call);
        var version = await bintray.GetVersionAsync(call.Version, call.Cancellation) ?? throw Refusal.NoVersion(call["version"]);
        var url = WebhookTarget.AddressOf(target.Url, call.Repository.Name, call.Package.Name)!;
        var news = new WebhookNews(call.Package.Name, version.Address.Name, version.Details.Released ?? version.Updated, "This is a test");
        var failure = await webhooks.Sender.TryOnceAsync(
            url, target.Method, WebhookTarget.Sign(KeyOf(call), call.Package.Name), news, call.Cancellation);
        var warning = failure is null ? null : $"the webhook was called without success: {failure}";
        await Answer.SuccessAsync(call.Http, StatusCodes.Status201Created, warning);
    }

    private async Task DeleteAsync(Call call)
    {
        var (repository, package) = (call.Repository.Name, call["package"]);
        var found = (await webhooks.Records.ListAsync(call.Subject, call.Cancellation))
            .Where(hook => IsVisible(call, hook) && hook.Repository == repository && hook.Package == package)
            .ToArray();
        foreach (var hook in found)
        {
            var key = WebhookRecord.KeyOf(repository, package, hook.User);
            await webhooks.Records.ChangeAsync(call.Subject, key, _ => null, call.Cancellation);
        }

        await (found.Length > 0 ? Answer.SuccessAsync(call.Http) : throw Refusal.NoWebhook(package));
    }

    private static bool IsVisible(Call call, WebhookRecord hook) =>
        hook.Subject == call.Subject && (hook.User == call.Caller.Name || call.Caller.RoleOn(call.Subject) == Role.Admin);

    private async Task RequirePackageAsync(Call call)
    {
        if (await bintray.GetPackageAsync(call.Package, call.Cancellation) is null)
        {
            throw await bintray.GetRepositoryAsync(call.Repository, call.Cancellation) is null
                ? Refusal.NoRepository(call.Repository.Name)
                : Refusal.NoPackage(call.Package.Name);
        }
    }

    private static string KeyOf(Call call) => Authentication.KeyOf(call.Http) ?? throw Refusal.Unauthenticated();
}
