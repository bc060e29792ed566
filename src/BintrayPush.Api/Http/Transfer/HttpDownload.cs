using System.Net;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Api.Http.Transfer;

/// <summary>Opens a file for reading over HTTP (protocol reference, section 13).</summary>
internal sealed class HttpDownload(HttpConnection connection, ServiceUrl service, ServiceUrl downloads)
{
    private const string Published = "X-Bintray-Published";

    /// <summary>
    /// Opens it, or answers <see langword="null"/>. Nothing else is asked: a comparison needs only the bytes, and what the headers do
    /// not say a service may be asked for by those who want to know (<see cref="IFiles.GetFileAsync"/>).
    /// </summary>
    /// <param name="file">Which.</param>
    /// <param name="includeUnpublished">Whether a pending file is read instead of the published one.</param>
    /// <param name="cancellation">Ends the wait; reading is bound by it too.</param>
    public async Task<FileDownload?> OpenAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation)
    {
        foreach (var place in Places())
        {
            var url = place.Below(
                [file.Repository.Subject, file.Repository.Name, .. file.Path.Value.Split('/')], includeUnpublished
                    ? "include_unpublished=1"
                    : "");
            var (response, body) = await connection.OpenAsync(url, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK && !includeUnpublished && Header(response, Published) == "0")
            {
                // To a publisher this project's server gives what waits where nothing is published. It was not asked for.
                body.Dispose();
                return null;
            }

            if (response.StatusCode == HttpStatusCode.OK)
            {
                return new FileDownload(Describe(file, response), Header(response, Published) != "0", body);
            }

            using (body)
            {
                if (response.StatusCode != HttpStatusCode.NotFound)
                {
                    throw new BintrayException((int)response.StatusCode, $"the download of {file} is refused: {response.ReasonPhrase}")
                    {
                        RetryAfter = RetryAfter.Of(response),
                    };
                }
            }
        }

        return null;
    }

    /// <summary>Servers with a host of their own for downloads have no <c>/dl</c> there.</summary>
    private IEnumerable<ServiceUrl> Places() => downloads == service.Downloads ? [downloads, service] : [downloads];

    private static DownloadedFile Describe(FileAddress file, HttpResponseMessage response) => new(file.Path)
    {
        Version = VersionOf(file, Header(response, "X-Bintray-Package"), Header(response, "X-Bintray-Version")),
        Size = response.Content.Headers.ContentLength,
        Sha1 = Header(response, "X-Checksum-Sha1")?.ToLowerInvariant(),
        Sha256 = Header(response, "X-Checksum-Sha2")?.ToLowerInvariant(),
        Md5 = Header(response, "X-Checksum-Md5")?.ToLowerInvariant(),
        Created = response.Content.Headers.LastModified ?? default,
    };

    /// <summary>As BintrayPush's own server says it; a name is percent-encoded there, since a header holds only ASCII.</summary>
    private static VersionAddress? VersionOf(FileAddress file, string? package, string? version)
    {
        try
        {
            return package is null || version is null
                ? null
                : VersionAddress.Of(PackageAddress.Of(file.Repository, Uri.UnescapeDataString(package)), Uri.UnescapeDataString(version));
        }
        catch (FormatException)
        {
            // Of no name that could be one here.
            return null;
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
