using System.Text;

namespace BintrayPush.Testing;

/// <summary>Sends requests, and gives whole answers.</summary>
internal static class Requests
{
    /// <summary>Sends a request without a media type unless a header gives one.</summary>
    public static async Task<Reply> SendAsync(
        this HttpClient http, string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await http.ReplyAsync(request);
    }

    public static async Task<Reply> ReplyAsync(this HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
