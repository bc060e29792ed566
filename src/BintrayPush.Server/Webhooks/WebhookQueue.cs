using System.Collections.Concurrent;
using System.Threading.Channels;

namespace BintrayPush.Server.Webhooks;

/// <summary>What became of a call: to which host, and why it failed, if it did.</summary>
internal sealed record WebhookOutcome(string Host, string? Failure);

/// <summary>
/// Versions whose webhooks are to be called. A publish only writes the version down, and never waits: what is written down already is
/// one call, and what has no room any more is dropped with a line in the log. A few workers make the calls.
/// </summary>
internal sealed partial class WebhookQueue : IDisposable
{
    private const int MostWaiting = 1000;
    private const int Workers = 4;

    private readonly Func<VersionAddress, CancellationToken, Task<IReadOnlyList<WebhookOutcome>>> _call;
    private readonly ILogger<WebhookQueue> _logger;
    private readonly ConcurrentDictionary<VersionAddress, bool> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<VersionAddress> _versions = Channel.CreateBounded<VersionAddress>(MostWaiting);

    public WebhookQueue(Func<VersionAddress, CancellationToken, Task<IReadOnlyList<WebhookOutcome>>> call, ILogger<WebhookQueue> logger)
    {
        _call = call;
        _logger = logger;
        for (var i = 0; i < Workers; i++)
        {
            _ = Task.Run(() => WorkAsync(_stop.Token));
        }
    }

    /// <summary>Writes a version down.</summary>
    public void Add(VersionAddress version)
    {
        if (_waiting.TryAdd(version, true) && !_versions.Writer.TryWrite(version))
        {
            _waiting.TryRemove(version, out _);
            Dropped(LogText.Clean(version.ToString()));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _versions.Writer.TryComplete();
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var version in _versions.Reader.ReadAllAsync(stop))
            {
                // From here on a further publish is a further call.
                _waiting.TryRemove(version, out _);
                await CallAsync(version, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task CallAsync(VersionAddress version, CancellationToken stop)
    {
        var name = LogText.Clean(version.ToString());
        try
        {
            foreach (var outcome in await _call(version, stop))
            {
                if (outcome.Failure is { } failure)
                {
                    Failed(name, LogText.Clean(outcome.Host), failure);
                }
                else
                {
                    Called(name, LogText.Clean(outcome.Host));
                }
            }
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // The next publish must find a worker, whatever became of this one.
            Broken(name, failure);
        }
    }

    [LoggerMessage(20, LogLevel.Information, "The webhook of {Version} to {Host} was called")]
    private partial void Called(string version, string host);

    [LoggerMessage(21, LogLevel.Warning, "The webhook of {Version} to {Host} failed: {Reason}")]
    private partial void Failed(string version, string host, string reason);

    [LoggerMessage(22, LogLevel.Warning, "Too many webhooks wait: those of {Version} are not called")]
    private partial void Dropped(string version);

    [LoggerMessage(23, LogLevel.Error, "The webhooks of {Version} could not be called")]
    private partial void Broken(string version, Exception failure);
}
