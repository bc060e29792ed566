using System.Net;

namespace BintrayPush.Api.Http;

/// <summary>Opens a file for reading over HTTP (protocol reference, section 13).</summary>
internal sealed class HttpDownload(HttpConnection connection, ServiceUrl service, ServiceUrl downloads)
{
    private const string Published = "X-Bintray-Published";

    /// <summary>Opens it, or answers <see langword="null"/>.</summary>
    /// <param name="file">Which.</param>
    /// <param name="includeUnpublished">Whether a pending file is read instead of the published one.</param>
    /// <param name="findVersion">Asks which version it belongs to, since the download does not say.</param>
    /// <param name="findFile">Asks for all about a published file: a plain web server, as a download URL may name one, says nothing of it.</param>
    /// <param name="cancellation">Ends the wait; reading is bound by it too.</param>
    public async Task<FileDownload?> OpenAsync(
        FileAddress file, bool includeUnpublished, Func<Task<VersionAddress?>> findVersion, Func<Task<RepositoryFile?>> findFile, CancellationToken cancellation)
    {
        foreach (var place in Places())
        {
            var url = place.Below(
                [file.Repository.Subject, file.Repository.Name, .. file.Path.Value.Split('/')], includeUnpublished ? "include_unpublished=1" : "");
            var (response, body) = await connection.OpenAsync(url, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK && !includeUnpublished && Header(response, Published) == "0")
            {
                // To a publisher this project's server gives what waits where nothing is published. It was not asked for.
                body.Dispose();
                return null;
            }

            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await DescribeAsync(file, response, body, findVersion, includeUnpublished ? null : findFile).ConfigureAwait(false);
            }

            using (body)
            {
                if (response.StatusCode != HttpStatusCode.NotFound)
                {
                    throw new BintrayException((int)response.StatusCode, $"the download of {file} is refused: {response.ReasonPhrase}") { RetryAfter = RetryAfter.Of(response) };
                }
            }
        }

        return null;
    }

    /// <summary>Servers with a host of their own for downloads have no <c>/dl</c> there.</summary>
    private IEnumerable<ServiceUrl> Places() => downloads == service.Downloads ? [downloads, service] : [downloads];

    private static async Task<FileDownload?> DescribeAsync(
        FileAddress file, HttpResponseMessage response, Stream body, Func<Task<VersionAddress?>> findVersion, Func<Task<RepositoryFile?>>? findFile)
    {
        try
        {
            if (findFile is not null && Header(response, "X-Checksum-Sha1") is null && response.Content.Headers.ContentLength is { } length
                && await findFile().ConfigureAwait(false) is { } known)
            {
                return new FileDownload(length == known.Size ? known : known with { Size = length, Sha256 = null, Md5 = null }, Published: true, body);
            }

            if (response.Content.Headers.ContentLength is not { } size || Header(response, "X-Checksum-Sha1") is not { } sha1
                || await findVersion().ConfigureAwait(false) is not { } version)
            {
                throw new BintrayException(BintrayException.NoAnswer, $"the service does not say what {file} is");
            }

            var described = new RepositoryFile
            {
                Version = version,
                Path = file.Path,
                Size = size,
                Sha1 = sha1.ToLowerInvariant(),
                Sha256 = Header(response, "X-Checksum-Sha2")?.ToLowerInvariant(),
                Md5 = Header(response, "X-Checksum-Md5")?.ToLowerInvariant(),
                Created = response.Content.Headers.LastModified ?? default,
            };
            return new FileDownload(described, Header(response, Published) != "0", body);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
