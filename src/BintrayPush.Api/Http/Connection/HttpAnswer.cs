using System.Buffers;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Http.Connection;

/// <summary>The answer to an API call that succeeded, or that says the thing is not there.</summary>
internal sealed class HttpAnswer
{
    /// <summary>A list of more than 150,000 files.</summary>
    private const int LongestAnswer = 1 << 26;

    /// <summary>Of a refusal only the message counts.</summary>
    private const int LongestRefusal = 1 << 16;

    private const int LongestMessage = 1000;
    private const int BufferSize = 1 << 14;

    private readonly bool _isOfApi;
    private readonly SentSecrets _sent;

    private HttpAnswer(
        int status, string? message, JsonElement? body, HttpResponseHeaders headers, SentSecrets sent, bool isOfApi = true)
    {
        _sent = sent;
        Status = status;
        Message = message;
        _isOfApi = isOfApi;
        Body = body;
        Headers = headers;
    }

    /// <summary>The HTTP status, below 300 or 404.</summary>
    public int Status { get; }

    /// <summary>Whether the thing asked for is not there.</summary>
    public bool IsMissing => Status == BintrayException.NotFound;

    /// <summary>
    /// Whether a repository is not there. Where the base URL is wrong there is none either, but then the words are missing that every
    /// Bintray-style service has for it (protocol reference 1.5), or they name a part of the URL.
    /// </summary>
    /// <param name="name">The repository.</param>
    /// <exception cref="BintrayException">Something else answered than the API of such a service.</exception>
    public bool IsMissingRepository(string name)
    {
        if (!IsMissing)
        {
            return false;
        }

        var other = _isOfApi ? NamedIn(Message!) : null;
        return _isOfApi && (other is null || other.Equals(name, StringComparison.OrdinalIgnoreCase)
            || other.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase))
            ? true
            : throw new BintrayException(
                Status,
                other is null
                    ? Message!
                    : $"the service was asked for the repository '{name}' and answers about '{other}': the URL goes on behind its base")
            { Failure = CallFailure.NotAnApi };
    }

    /// <summary>The headers.</summary>
    public HttpResponseHeaders Headers { get; }

    private string? Message { get; }

    private JsonElement? Body { get; }

    /// <summary>The JSON that came.</summary>
    /// <exception cref="BintrayException">The thing is not there, or what came is no JSON.</exception>
    public JsonElement Json =>
        IsMissing ? throw new BintrayException(Status, Message!)
        : Body ?? throw new BintrayException(BintrayException.NoAnswer, $"the service's answer {AnswerJson.NotJson}");

    /// <summary>A complaint in an answer that is otherwise good (protocol reference 1.5), in its body or beside it.</summary>
    public string? Warning => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("warn", out var warning)
        && warning.ValueKind == JsonValueKind.String
        ? _sent.HideIn(warning.GetString()!)
        : Header(WarningHeader.Name) is { } value ? LogText.Shorten(_sent.HideIn(WarningHeader.Parse(value)), LongestMessage)
        : null;

    /// <summary>Insists that the thing is there.</summary>
    /// <exception cref="BintrayException">It is not.</exception>
    public HttpAnswer Found() => IsMissing ? throw new BintrayException(Status, Message!) : this;

    /// <summary>The first value of a header, or nothing.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <exception cref="BintrayException">The service refused, or its answer makes no sense.</exception>
    /// <param name="response">What came.</param>
    /// <param name="silence">Ends the wait.</param>
    /// <param name="caller">Who asked, for the words of a refusal.</param>
    /// <param name="sent">What those words must not repeat.</param>
    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, SilenceLimit silence, string? caller, SentSecrets sent)
    {
        using var body = Unpacked(await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false), response);
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

        return Understand(response, WithoutMark(new(bytes.GetBuffer(), 0, (int)bytes.Length)), caller, sent);
    }

    /// <summary>Compression was not asked for; proxies compress all the same.</summary>
    private static Stream Unpacked(Stream body, HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };

    /// <summary>The mark that some writers of UTF-8 begin with; JSON does not know it.</summary>
    private static ArraySegment<byte> WithoutMark(ArraySegment<byte> bytes) =>
        bytes.Count >= 3 && bytes.Array![bytes.Offset] == 0xEF && bytes.Array[bytes.Offset + 1] == 0xBB
            && bytes.Array[bytes.Offset + 2] == 0xBF
            ? new(bytes.Array, bytes.Offset + 3, bytes.Count - 3)
            : bytes;

    private static HttpAnswer Understand(HttpResponseMessage response, ArraySegment<byte> bytes, string? caller, SentSecrets sent)
    {
        var status = (int)response.StatusCode;
        var json = AnswerJson.Parse(bytes, out var fault);
        var page = json is null && Text(bytes, sent) is { } text && WebPage.Is(text) ? WebPage.Words(text, response.Headers) : null;
        if (status < 300)
        {
            // A success that makes no sense is none: somebody else may have answered. Without any body it is the status that counts.
            if (json is null && bytes.Count > 0)
            {
                throw NoJson(page, fault);
            }

            return new HttpAnswer(status, null, json, response.Headers, sent);
        }

        if (page is not null)
        {
            throw new BintrayException(status, $"the answer is {page}")
            {
                RetryAfter = RetryAfter.Of(response),
                Caller = caller,
                Failure = status is BintrayException.NotFound or 405 ? CallFailure.NotAnApi
                    : IsPlainToTls(bytes, sent) ? CallFailure.PlainToTlsPort
                    : CallFailure.Intermediary,
            };
        }

        var ofApi = MessageOf(json, sent);
        var message = ofApi ?? ErrorOf(json, sent) ?? Text(bytes, sent) ?? sent.HideIn(response.ReasonPhrase ?? "no reason is given");
        return status == BintrayException.NotFound
            ? new HttpAnswer(status, message, null, response.Headers, sent, isOfApi: ofApi is not null)
            : throw new BintrayException(status, message)
            {
                RetryAfter = RetryAfter.Of(response),
                Caller = caller,
                Failure = status == 407 ? CallFailure.Intermediary
                    : IsPlainToTls(bytes, sent) ? CallFailure.PlainToTlsPort
                    : CallFailure.None,
            };
    }

    private static BintrayException NoJson(string? page, string? fault) => new(
        BintrayException.NoAnswer, page is null ? $"the service's answer {fault}" : $"the answer is {page}")
    {
        Failure = page is null ? CallFailure.Unreadable : CallFailure.NotAnApi,
    };

    /// <summary>What Apache, nginx and Go say of plain http on a port that speaks TLS; only there is such a sentence sent.</summary>
    private static bool IsPlainToTls(ArraySegment<byte> bytes, SentSecrets sent) =>
        Text(bytes, sent) is { } text
            && (
                Has(text, "plain HTTP request was sent to HTTPS port") || Has(text, "speaking plain HTTP to an SSL-enabled")
                    || Has(text, "sent an HTTP request to an HTTPS server"));

    private static bool Has(string text, string words) => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Room for what is announced; a large announcement has to be kept first.</summary>
    private static int Expected(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is >= 0 and <= BufferSize and var length ? (int)length : 0;

    /// <summary>The repository that a refusal in Bintray's own words names.</summary>
    private static string? NamedIn(string message)
    {
        const string Begin = "Repo '";
        const string End = "' was not found";
        return message.Length > Begin.Length + End.Length && message.StartsWith(Begin, StringComparison.Ordinal)
            && message.EndsWith(End, StringComparison.Ordinal)
            ? message.Substring(Begin.Length, message.Length - Begin.Length - End.Length)
            : null;
    }

    /// <summary>The message, and after it the reason that some services add in "warn".</summary>
    private static string? MessageOf(JsonElement? json, SentSecrets sent) =>
        TextOf(json, "message") is { } message
            ? Shown(TextOf(json, "warn") is { Length: > 0 } hint ? $"{message}: {hint}" : message, sent)
            : null;

    /// <summary>How build services and the exchange of tokens say it.</summary>
    private static string? ErrorOf(JsonElement? json, SentSecrets sent) =>
        TextOf(json, "error") is { Length: > 0 } error ? Shown(error, sent) : null;

    private static string Shown(string words, SentSecrets sent) => LogText.Shorten(sent.HideIn(words), LongestMessage);

    private static string? TextOf(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>
    /// A body that is no JSON, such as a proxy's page: its beginning still says more than nothing (protocol reference 1.5).
    /// </summary>
    private static string? Text(ArraySegment<byte> bytes, SentSecrets sent)
    {
        var text = string.Join(
            " ",
            Encoding.UTF8.GetString(bytes.Array!, bytes.Offset, bytes.Count)
                .Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? null : Shown(text, sent);
    }
}
