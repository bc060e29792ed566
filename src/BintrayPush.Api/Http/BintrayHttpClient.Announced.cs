using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;
using static BintrayPush.Api.Http.Transfer.CallPaths;

namespace BintrayPush.Api.Http;

/// <content>What a service does beyond Bintray's protocol, or says that it does not do.</content>
public sealed partial class BintrayHttpClient
{
    /// <summary>
    /// Asks for a list of files, and for all that is known of each where the service has announced that it can say so. If this was the
    /// first question of all, the answer itself may be the announcement: then it is asked again.
    /// </summary>
    private async Task<HttpAnswer> ListAllAsync(string[] place, string query, CancellationToken cancellation)
    {
        while (true)
        {
            var asked = _connection.Announced.HasFlag(Extensions.BothListings);
            var request = new HttpRequestMessage(HttpMethod.Get, _service.Below(place, query));
            AddHeader(request, ExtensionsHeader.Name, asked ? ExtensionsHeader.Format(Extensions.BothListings) : null);
            var answer = await _connection.CallAsync(request, null, cancellation).ConfigureAwait(false);
            if (asked || answer.IsMissing || !_connection.Announced.HasFlag(Extensions.BothListings))
            {
                return answer;
            }
        }
    }

    /// <inheritdoc/>
    public async Task SetPendingMetadataAsync(
        FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation)
    {
        const string Pending = "pending=1";
        if (attributes.Count > 0)
        {
            await ReadAsync(
                CallAsync(new HttpMethod("PATCH"), AttributesOf(file), Pending, Bodies.Attributes(attributes), cancellation),
                Plain).ConfigureAwait(false);
        }

        if (listed is { } wanted)
        {
            await ReadAsync(
                CallAsync(HttpMethod.Put, Of("file_metadata", file), Pending, Bodies.Flag("list_in_downloads", wanted), cancellation),
                Plain).ConfigureAwait(false);
        }
    }
}
