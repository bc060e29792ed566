using System.Collections.Concurrent;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Tests.Pushing;

/// <summary>
/// Publishes as a service does that only knows Bintray's protocol: it accepts, whatever is expected, and carries it out when it was looked
/// often enough.
/// </summary>
/// <param name="service">Where it is carried out.</param>
/// <param name="looks">At which look everything is public.</param>
internal sealed class SlowPublisher(IBintray service, int looks)
{
    /// <summary>What was accepted, with the looks that are left; several versions may be published at one time.</summary>
    private readonly ConcurrentDictionary<VersionAddress, int> _accepted = new();

    /// <summary>What it answers, if not that it accepted.</summary>
    public Exception? Refusal { get; init; }

    /// <summary>What is public at once; nothing, if it is not given.</summary>
    public IReadOnlyList<ExpectedFile>? AtOnce { get; init; }

    public async Task<PublishAnswer> AcceptAsync(VersionAddress version, PublishRequest _, CancellationToken cancellation)
    {
        _accepted.TryAdd(version, looks);
        if (AtOnce is { } first)
        {
            await service.PublishAsync(version, new PublishRequest { Expected = first }, cancellation);
        }

        return Refusal is null ? new PublishAnswer(1) : throw Refusal;
    }

    /// <summary>To be told of every call before it is carried out.</summary>
    public void Notice(string call)
    {
        foreach (var version in _accepted.Keys.Where(version => call == $"ListFiles {version}"))
        {
            if (_accepted.AddOrUpdate(version, 0, (_, left) => left - 1) == 0)
            {
                service.PublishAsync(version, new PublishRequest(), CancellationToken.None).GetAwaiter().GetResult();
            }
        }
    }
}
