using BintrayPush.Planning;

namespace BintrayPush.Cli.Notifications;

/// <summary>Tells those who are to be told how a push has ended, once.</summary>
internal sealed class Notifier(string home, Func<string, string?> environment)
{
    /// <summary>The secret that calls of webhooks are signed with.</summary>
    private const string SecretVariable = "BINTRAY_NOTIFY_SECRET";

    /// <summary>However slow others are: a build waits for this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>How a pause is made; another way in tests.</summary>
    public Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>How long a mail server may be silent.</summary>
    public TimeSpan MailSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <returns>What went wrong, as warnings.</returns>
    public async Task<IReadOnlyList<Problem>> TellAsync(NotificationOrder order, EndedPush push, CancellationToken cancellation)
    {
        if (order.On == NotifyOn.Failure && push.IsDone)
        {
            return [];
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        var both = await Task.WhenAll(MailAsync(order, push, limit.Token), CallAsync(order, push, limit.Token)).ConfigureAwait(false);
        return [.. both.SelectMany(problems => problems)];
    }

    private async Task<IReadOnlyList<Problem>> MailAsync(NotificationOrder order, EndedPush push, CancellationToken cancellation)
    {
        if (order.Addresses.Count == 0)
        {
            return [];
        }

        var problems = new List<Problem>();
        if (MailSettings.Read(home, environment, problems.Add) is not { } settings)
        {
            return problems;
        }

        try
        {
            return await new MailSender(settings, MailSilence).SendAsync(push, order.Addresses, Pause, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [NotificationComplaints.MailNotSent(settings.Host, "it took too long")];
        }
    }

    private async Task<IReadOnlyList<Problem>> CallAsync(NotificationOrder order, EndedPush push, CancellationToken cancellation)
    {
        if (order.Webhook is not { } address)
        {
            return [];
        }

        var secret = environment(SecretVariable) is { Length: > 0 } text ? new Secret(text) : null;
        try
        {
            return await new WebhookSender(address, secret).SendAsync(push, Pause, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [NotificationComplaints.WebhookNotReached(address.Host, "it took too long")];
        }
    }
}
