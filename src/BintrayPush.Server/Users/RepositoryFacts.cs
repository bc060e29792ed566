using System.Collections.Concurrent;
using BintrayPush.Api;

namespace BintrayPush.Server;

/// <summary>The few things about a repository that almost every call asks for.</summary>
internal sealed record RepositoryFact(bool IsPrivate, string Type, int? VersionUpdateMaxDays);

/// <summary>
/// Remembers them for a few seconds: asking the store for a repository counts its packages. Privacy and type never change while a
/// repository lives; what this server itself deletes or changes is forgotten at once.
/// </summary>
internal sealed class RepositoryFacts(IBintray bintray)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RepositoryAddress, (long Until, RepositoryFact Fact)> _known = new();

    /// <summary>The facts, or <see langword="null"/> if there is no such repository.</summary>
    public async Task<RepositoryFact?> FindAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        var now = Environment.TickCount64;
        if (_known.TryGetValue(address, out var known) && known.Until > now)
        {
            return known.Fact;
        }

        if (await bintray.GetRepositoryAsync(address, cancellation) is not { } repository)
        {
            return null;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        var details = repository.Details;
        var fact = new RepositoryFact(details.Private == true, details.Type ?? "generic", details.VersionUpdateMaxDays);
        _known[address] = (now + (long)Lifetime.TotalMilliseconds, fact);
        return fact;
    }

    /// <summary>Asks anew next time.</summary>
    public void Forget(RepositoryAddress address) => _known.TryRemove(address, out _);
}
