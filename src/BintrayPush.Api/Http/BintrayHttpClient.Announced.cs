using static BintrayPush.Api.Http.Places;

namespace BintrayPush.Api.Http;

/// <content>What a service does beyond Bintray's protocol, or says that it does not do.</content>
public sealed partial class BintrayHttpClient
{
    /// <inheritdoc/>
    public bool SignsNothing => _connection.Announced.HasFlag(Extensions.NoSigning);

    /// <inheritdoc/>
    public bool? DemandsLicences => _connection.Announced == Extensions.None ? null : _connection.Announced.HasFlag(Extensions.OssMetadata);

    /// <inheritdoc/>
    public bool TakesPendingMetadata => _connection.Announced.HasFlag(Extensions.PendingMetadata);

    /// <inheritdoc/>
    public async Task SetPendingMetadataAsync(FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation)
    {
        const string Pending = "pending=1";
        if (attributes.Count > 0)
        {
            await ReadAsync(CallAsync(new HttpMethod("PATCH"), AttributesOf(file), Pending, Bodies.Attributes(attributes), cancellation), Plain).ConfigureAwait(false);
        }

        if (listed is { } wanted)
        {
            await ReadAsync(CallAsync(HttpMethod.Put, Of("file_metadata", file), Pending, Bodies.Flag("list_in_downloads", wanted), cancellation), Plain).ConfigureAwait(false);
        }
    }
}
