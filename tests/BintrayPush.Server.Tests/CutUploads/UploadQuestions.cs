using System.Globalization;
using System.Text;

namespace BintrayPush.Server.Tests.CutUploads;

/// <summary>The calls of an upload that can be resumed, as any client may make them.</summary>
internal static class UploadQuestions
{
    public static readonly string Target = $"content/{LargePush.Target.Repository}/lib/1.0/{LargePush.Target.Path}";

    /// <summary>How much is kept of the upload of a file of this size. It waits for a server that has not seen the cut yet.</summary>
    public static Task<long> AskAsync(this RunningServer server, long size) => server.Http.AskAsync(size);

    /// <inheritdoc cref="AskAsync(RunningServer, long)"/>
    public static async Task<long> AskAsync(this HttpClient http, long size)
    {
        var answer = await http.SendAsync("HEAD", Target, null, ("Upload-Length", $"{size}"));
        Assert.AreEqual(204, answer.Status);
        return long.Parse(answer.Header("Upload-Offset")!, CultureInfo.InvariantCulture);
    }

    /// <summary>Begins an upload and breaks the connection; what the server has read of it is kept.</summary>
    /// <param name="server">The server.</param>
    /// <param name="content">The file.</param>
    /// <param name="count">How much of it is sent.</param>
    /// <param name="fields">Further lines of the head.</param>
    public static async Task CutAsync(
        this RunningServer server, byte[] content, int count, string fields = "Upload-Complete: ?1\r\n")
    {
        await using var line = await server.ConnectAsync();
        await line.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /{Target} HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}{fields}Content-Length: {content.Length}\r\n\r\n"));
        await line.WriteAsync(content.AsMemory(0, count));
        line.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await line.ReadToEndAsync();
    }

    /// <summary>Sends the rest.</summary>
    public static async Task<Reply> GoOnAsync(
        this HttpClient http, byte[] content, long offset, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, Target)
        {
            Content = new ByteArrayContent(content, (int)offset, content.Length - (int)offset),
        };
        request.Content.Headers.ContentType = new("application/partial-upload");
        (string, string)[] usual =
        [
            ("Upload-Complete", "?1"), ("Upload-Offset", $"{offset}"), ("Upload-Length", $"{content.Length}"),
            ("X-Checksum-Sha2-Before", Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(content.AsSpan(0, (int)offset)))),
        ];
        foreach (var (name, value) in usual.Where(field => fields.All(other => other.Name != field.Item1)).Concat(fields))
        {
            if (value.Length > 0 && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await http.ReplyAsync(request);
    }
}
