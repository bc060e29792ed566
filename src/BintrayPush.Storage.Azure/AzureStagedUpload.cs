using System.Buffers.Binary;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <summary>
/// An upload in blocks. Blocks cannot be moved to another name, and the name is the hash, which is known when the last one has come: so
/// they are committed in <c>tmp/</c>, and the blob is copied inside its account, of whatever length.
/// </summary>
internal sealed class AzureStagedUpload(AzureObjectStore store, string key) : StagedUpload(store, key)
{
    /// <summary>Each body has its checksum, which the engine compares with what came.</summary>
    public static UploadTransferValidationOptions Checked { get; } = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan CopyPause = TimeSpan.FromMilliseconds(200);

    private readonly List<BegunPart> _blocks = [];

    private BegunUpload Begun => new(Key, "", Begun: null);

    /// <summary>A blob begins with its first block.</summary>
    protected override Task BeginAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected override async Task SendAsync(ContentPart part, int number, CancellationToken cancellation)
    {
        var block = NameOf(number);
        await store.Calls.RunAsync(
            token => store.BlobOf(Key).StageBlockAsync(
                block, ContentPart.StreamOf(part.Bytes), new BlockBlobStageBlockOptions { TransferValidation = Checked }, token),
            cancellation).ConfigureAwait(false);
        _blocks.Add(new BegunPart(number, block));
    }

    protected override bool HasParts => _blocks.Count > 0;

    protected override Task CompleteAsync(CancellationToken cancellation) => store.CompleteAsync(Begun, _blocks, cancellation);

    protected override Task AbortAsync() => store.AbortAsync(Begun);

    /// <summary>
    /// Until it has ended the name may stand for an empty blob. Nobody reads it before a record names it, which is after this call; others
    /// who bring the same content see by its length that it is not there yet, and that a copy is under way.
    /// </summary>
    protected override async Task<bool> CopyAsync(string name, WriteTerms terms, CancellationToken cancellation)
    {
        var options = new BlobCopyFromUriOptions { DestinationConditions = AzureObjectStore.ConditionsOf(terms) };
        try
        {
            var copied = await store.Calls.RunAsync(
                async token =>
                {
                    var copy = await store.BlobOf(name).StartCopyFromUriAsync(store.BlobOf(Key).Uri, options, token).ConfigureAwait(false);
                    return await copy.WaitForCompletionAsync(CopyPause, token).ConfigureAwait(false);
                },
                cancellation,
                CopyLimit).ConfigureAwait(false);
            return copied.Value == Length ? true : throw store.Calls.Failure($"of {Length} bytes {copied.Value} were copied; try again");
        }
        catch (EngineAnswer answer) when (answer.Kind is EngineAnswerKind.Refused or EngineAnswerKind.Conflict)
        {
            await Task.Delay(CopyPause, cancellation).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Which block has a name; 0 if it is none of these.</summary>
    public static int NumberOf(string name)
    {
        var bytes = new byte[sizeof(int)];
        return Convert.TryFromBase64String(name, bytes, out var length) && length == bytes.Length
            ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;
    }

    /// <summary>All of the same length, as Azure wants it.</summary>
    private static string NameOf(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return Convert.ToBase64String(bytes);
    }
}
