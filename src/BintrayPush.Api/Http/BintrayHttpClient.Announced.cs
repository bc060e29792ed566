using BintrayPush.Api.Http.Connection;

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
}
