using Azure.Storage.Blobs.Models;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <content>Blobs of which no block is committed yet.</content>
public sealed partial class AzureObjectStore
{
    /// <summary>A blob without committed blocks is listed as an empty one; after a week Azure drops it by itself.</summary>
    internal override async Task<IReadOnlyList<BegunUpload>> ListBegunAsync(string prefix, CancellationToken cancellation)
    {
        var all = await ListAsync(prefix, BlobStates.Uncommitted, cancellation).ConfigureAwait(false);
        var whole = (await ListAsync(prefix, BlobStates.None, cancellation).ConfigureAwait(false)).Select(found => found.Key).ToHashSet();
        return [.. from found in all where !whole.Contains(found.Key) select new BegunUpload(found.Key, "", found.Written)];
    }

    internal override async Task<IReadOnlyList<BegunPart>> PartsOfAsync(BegunUpload upload, CancellationToken cancellation)
    {
        try
        {
            var blocks = await Calls.RunAsync(
                token => BlobOf(upload.Key).GetBlockListAsync(BlockListTypes.All, cancellationToken: token), cancellation)
                .ConfigureAwait(false);
            return blocks.Value.CommittedBlocks.Any() ? [] : BegunPart.FromTheFirst(
                blocks.Value.UncommittedBlocks.Select(block => new BegunPart(AzureStagedUpload.NumberOf(block.Name), block.Name)));
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            return [];
        }
    }

    internal override Task CompleteAsync(BegunUpload upload, IReadOnlyList<BegunPart> parts, CancellationToken cancellation) =>
        Calls.RunAsync(
            token => BlobOf(upload.Key).CommitBlockListAsync(parts.Select(part => part.Tag), new CommitBlockListOptions(), token),
            cancellation);

    /// <summary>A list of no blocks drops those that were not committed.</summary>
    internal override async Task AbortAsync(BegunUpload upload)
    {
        try
        {
            await CompleteAsync(upload, [], CancellationToken.None).ConfigureAwait(false);
            await DeleteAsync(upload.Key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer)
        {
            // A sweep finds it, or Azure drops it in a week.
        }
    }
}
