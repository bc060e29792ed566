using System.Security.Cryptography;
using BintrayPush.Server.Http;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Formats;

/// <summary>
/// Sends a file that was made for the call, with checksums and an entity tag of these very bytes, so that clients can tell whether it is
/// still the one they have.
/// </summary>
internal static class MadeFile
{
#pragma warning disable CA5350, CA5351 // What clients compare downloads by.
    /// <summary>Answers with a made file.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">The file.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="updated">When what it is made from changed.</param>
    public static async Task SendAsync(Call call, byte[] body, string type, DateTimeOffset updated)
    {
        call.Http.Response.Headers.XContentTypeOptions = "nosniff";
        call.Http.Response.Headers.CacheControl = "no-cache";
        call.Http.Response.Headers["X-Checksum-Sha1"] = Convert.ToHexStringLower(SHA1.HashData(body));
        call.Http.Response.Headers["X-Checksum-Md5"] = Convert.ToHexStringLower(MD5.HashData(body));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"");
        await Results.Bytes(body, type, lastModified: updated, entityTag: tag).ExecuteAsync(call.Http);
    }
#pragma warning restore CA5350, CA5351
}
