using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Api.Http;

/// <summary>The answer to an API call that succeeded, or that says the thing is not there.</summary>
internal sealed class HttpAnswer
{
    /// <summary>A list of more than 150,000 files.</summary>
    private const int LongestAnswer = 1 << 26;

    /// <summary>Of a refusal only the message counts.</summary>
    private const int LongestRefusal = 1 << 16;

    private const int LongestMessage = 1000;
    private const int BufferSize = 1 << 14;

    private HttpAnswer(int status, string? message, JsonElement? body, HttpResponseHeaders headers)
    {
        Status = status;
        Message = message;
        Body = body;
        Headers = headers;
    }

    /// <summary>The HTTP status, below 300 or 404.</summary>
    public int Status { get; }

    /// <summary>Whether the thing asked for is not there.</summary>
    public bool IsMissing => Status == BintrayException.NotFound;

    /// <summary>The headers.</summary>
    public HttpResponseHeaders Headers { get; }

    private string? Message { get; }

    private JsonElement? Body { get; }

    /// <summary>The JSON that came.</summary>
    /// <exception cref="BintrayException">The thing is not there, or what came is no JSON.</exception>
    public JsonElement Json =>
        IsMissing ? throw new BintrayException(Status, Message!)
        : Body ?? throw new BintrayException(BintrayException.NoAnswer, $"the service's answer {AnswerJson.NotJson}");

    /// <summary>A complaint in an answer that is otherwise good (protocol reference 1.5).</summary>
    public string? Warning => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("warn", out var warning) && warning.ValueKind == JsonValueKind.String
        ? warning.GetString()
        : null;

    /// <summary>Insists that the thing is there.</summary>
    /// <exception cref="BintrayException">It is not.</exception>
    public HttpAnswer Found() => IsMissing ? throw new BintrayException(Status, Message!) : this;

    /// <summary>The first value of a header, or nothing.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <exception cref="BintrayException">The service refused, or its answer makes no sense.</exception>
    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, SilenceLimit silence)
    {
        using var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        using var bytes = new MemoryStream(Expected(response));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await body.ReadAsync(buffer, 0, buffer.Length, silence.Token).ConfigureAwait(false) is var read and > 0)
            {
                silence.Move(read);
                bytes.Write(buffer, 0, read);
                if ((int)response.StatusCode >= 300 && bytes.Length > LongestRefusal)
                {
                    break;
                }

                if (bytes.Length > LongestAnswer)
                {
                    throw new BintrayException(BintrayException.NoAnswer, $"the service's answer is longer than {LongestAnswer >> 20} MiB");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Understand(response, new(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static HttpAnswer Understand(HttpResponseMessage response, ArraySegment<byte> bytes)
    {
        var status = (int)response.StatusCode;
        var json = AnswerJson.Parse(bytes, out var fault);
        if (status < 300)
        {
            // A success that makes no sense is none: somebody else may have answered. Without any body it is the status that counts.
            if (json is null && bytes.Count > 0)
            {
                throw new BintrayException(BintrayException.NoAnswer, $"the service's answer {fault}");
            }

            return new HttpAnswer(status, null, json, response.Headers);
        }

        var message = MessageOf(json) ?? Text(bytes) ?? response.ReasonPhrase ?? "no reason is given";
        return status == BintrayException.NotFound
            ? new HttpAnswer(status, message, null, response.Headers)
            : throw new BintrayException(status, message) { RetryAfter = RetryAfter.Of(response) };
    }

        /// <summary>Room for what is announced; a large announcement has to be kept first.</summary>
    private static int Expected(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is >= 0 and <= BufferSize and var length ? (int)length : 0;

    private static string? MessageOf(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? LogText.Shorten(message.GetString()!, LongestMessage)
            : null;

    /// <summary>A body that is no JSON, such as a proxy's page: its beginning still says more than nothing (protocol reference 1.5).</summary>
    private static string? Text(ArraySegment<byte> bytes)
    {
        var text = string.Join(" ", Encoding.UTF8.GetString(bytes.Array!, bytes.Offset, bytes.Count).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? null : LogText.Shorten(text, LongestMessage);
    }
}
