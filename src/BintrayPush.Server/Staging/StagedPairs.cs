using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Staging;

/// <summary>
/// Keeps symbols together with the package whose they are: in its group, and only as long as it has the bytes that they are of.
/// </summary>
internal sealed class StagedPairs(StagedGroups groups, ArtifactMoves moves, SentPackages sent)
{
    /// <summary>
    /// Looks at the symbols of a package once one of the two was staged. Of two callers who stage one each at the same moment at least the
    /// later one sees both.
    /// </summary>
    /// <exception cref="BintrayException">409: the group of the package takes nothing more.</exception>
    public async Task SettleAsync(Call call, string id, string number)
    {
        var staged = await groups.FindAsync(call, id, number);
        if (staged.FirstOrDefault(artifact => !artifact.IsSymbols) is not { } package)
        {
            return;
        }

        foreach (var symbols in staged.Where(artifact => artifact.IsSymbols && artifact.IsOwn))
        {
            if (await sent.AreOwnAsync(call, package.File, symbols.File))
            {
                await moves.MoveAsync(symbols, package.Release.Address, call.Cancellation);
            }
            else
            {
                await moves.DropAsync(symbols, call.Cancellation);
            }
        }
    }
}
