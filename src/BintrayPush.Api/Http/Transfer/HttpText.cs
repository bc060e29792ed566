using System.Net;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;

namespace BintrayPush.Api.Http.Transfer;

/// <summary>Reads small texts that are no JSON.</summary>
internal static class HttpText
{
    private const int Longest = 1 << 20;

    /// <summary>Reads one; <see langword="null"/> if there is none.</summary>
    /// <exception cref="BintrayException">It is refused, or too long.</exception>
    public static async Task<string?> ReadAsync(HttpConnection connection, Uri url, CancellationToken cancellation)
    {
        var (response, body) = await connection.OpenAsync(url, cancellation).ConfigureAwait(false);
        using (body)
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new BintrayException((int)response.StatusCode, $"{url.AbsolutePath} is refused: {response.ReasonPhrase}")
                {
                    RetryAfter = RetryAfter.Of(response),
                };
            }

            using var text = new MemoryStream();
            var buffer = new byte[1 << 14];
            int read;
            while ((read = await body.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0)
            {
                text.Write(buffer, 0, read);
                if (text.Length > Longest)
                {
                    throw new BintrayException(BintrayException.NoAnswer, $"{url.AbsolutePath} is longer than {Longest >> 10} KiB");
                }
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
    }
}
