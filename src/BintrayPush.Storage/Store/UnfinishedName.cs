namespace BintrayPush.Storage.Store;

/// <summary>
/// Under which name an unfinished upload is kept. It follows from what the sender says again when he comes back, so nobody has to remember
/// anything; and from who the sender is, so nobody else finds it.
/// </summary>
/// <param name="Owner">Stands for the user; the unfinished uploads of one are found by it.</param>
/// <param name="Upload">Stands for the upload.</param>
internal sealed record UnfinishedName(string Owner, string Upload)
{
    private const int OwnerDigits = 32;

    /// <summary>The name of an upload; <see langword="null"/> if it is whole or nothing.</summary>
    public static UnfinishedName? Of(UploadRequest upload) =>
        upload is { Resumption.Uploader: { } user, Explode: false, Size: { } size and >= Resumption.SmallestFile }
            ? new(
                Hex.Sha256Of(user).Substring(0, OwnerDigits),
                Hex.Sha256Of(string.Join("\n", upload.Version, upload.Path.Value, size)))
            : null;
}
