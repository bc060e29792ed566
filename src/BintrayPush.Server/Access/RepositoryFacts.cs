using BintrayPush.Storage;

namespace BintrayPush.Server.Access;

/// <summary>The few things about a repository that almost every call asks for.</summary>
internal sealed record RepositoryFact(bool IsPrivate, string Type, int? VersionUpdateMaxDays);

/// <summary>
/// Asks the store for them, at every call anew: another server may have deleted a public repository and made a private one of the
/// same name a moment ago.
/// </summary>
internal sealed class RepositoryFacts(IServerStore store)
{
    /// <summary>The facts, or <see langword="null"/> if there is no such repository.</summary>
    public async Task<RepositoryFact?> FindAsync(RepositoryAddress address, CancellationToken cancellation) =>
        await store.GetRepositoryDetailsAsync(address, cancellation) is { } details
            ? new RepositoryFact(details.Private == true, details.Type ?? RepositoryTypes.Default, details.VersionUpdateMaxDays)
            : null;
}
