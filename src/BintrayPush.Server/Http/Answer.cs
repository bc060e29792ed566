using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BintrayPush.Server.Http;

/// <summary>Writes answers: compact JSON, because scripts compare the raw text (protocol reference 1.4).</summary>
internal static class Answer
{
    public const int PageSize = 50;

    /// <summary>Quotes and other signs as they are: clients match on <c>Package 'X' was not found</c>.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"message":"success"}</c>, with a complaint if there is one.</summary>
    public static Task SuccessAsync(HttpContext http, int status = StatusCodes.Status200OK, string? warning = null) =>
        MessageAsync(http, status, "success", warning);

    /// <summary><c>{"message":"success"}</c>, once a change is made; if it fails, its failure is the answer.</summary>
    public static async Task SuccessAsync(HttpContext http, Task change)
    {
        await change;
        await SuccessAsync(http);
    }

    /// <summary>A message.</summary>
    public static Task MessageAsync(HttpContext http, int status, string message, string? warning = null) =>
        JsonAsync(http, status, json => WriteMessage(json, message, warning));

    /// <summary>A failure, in the form that its receiver reads.</summary>
    public static Task FailureAsync(HttpContext http, int status, string message, string? hint, FailureForm form) => form switch
    {
        FailureForm.Plain => WriteAsync(http, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(message)),
        FailureForm.Staging => JsonAsync(http, status, json => StagingFailure.Write(json, status, message, hint)),
        _ => MessageAsync(http, status, message, hint),
    };

    /// <summary>The body of a message.</summary>
    public static byte[] MessageBytes(string message) => BytesOf(json => WriteMessage(json, message, warning: null)).ToArray();

    /// <summary>How many files became public, or were dropped.</summary>
    public static Task CountAsync(HttpContext http, PublishAnswer answer) => JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("files", answer.Files);
        WriteWarning(json, answer.Warning);
        json.WriteEndObject();
    });

    /// <summary>How a staged release became public, or that it was.</summary>
    public static Task SealedAsync(HttpContext http, SealAnswer answer) => JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("files", answer.Files);
        json.WriteBoolean("was_sealed", answer.WasSealed);
        WriteWarning(json, answer.Warning);
        json.WriteEndObject();
    });

    /// <summary>A list.</summary>
    public static Task ListAsync<T>(HttpContext http, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    });

    /// <summary>
    /// A page of a list with its headers (reference 1.3). On the last page EndPos is Total - 1: clients stop when the next position
    /// equals the total.
    /// </summary>
    public static Task PageAsync<T>(HttpContext http, Page<T> page, Action<Utf8JsonWriter, T> write)
    {
        var end = page.Items.Count == 0 ? page.Total - 1 : page.Start + page.Items.Count - 1;
        http.Response.Headers["X-RangeLimit-Total"] = page.Total.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RangeLimit-StartPos"] = page.Start.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RangeLimit-EndPos"] = end.ToString(CultureInfo.InvariantCulture);
        return ListAsync(http, page.Items, write);
    }

    /// <summary>A page of a list that was found as a whole.</summary>
    public static Task PageAsync<T>(Call call, IReadOnlyList<T> found, Action<Utf8JsonWriter, T> write) =>
        PageAsync(call.Http, PageOf(call, found), write);

    /// <summary>The part of a list that was found as a whole which a call has asked for.</summary>
    public static Page<T> PageOf<T>(Call call, IReadOnlyList<T> found)
    {
        // "startPosition" is what node-bintray sends (reference, section 14).
        var start = call.Query.Number("start_pos") ?? call.Query.Number("startPosition") ?? 0;
        return new Page<T>([.. found.Skip(start).Take(PageSize)], start, found.Count);
    }

    /// <summary>Any JSON.</summary>
    public static Task JsonAsync(HttpContext http, int status, Action<Utf8JsonWriter> write) =>
        WriteAsync(http, status, "application/json", BytesOf(write));

    /// <summary>Anything whose bytes are known.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string type, ReadOnlyMemory<byte> bytes)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    private static ReadOnlyMemory<byte> BytesOf(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        write(json);
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter json, string message, string? warning)
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        WriteWarning(json, warning);
        json.WriteEndObject();
    }

    private static void WriteWarning(Utf8JsonWriter json, string? warning)
    {
        if (warning is not null)
        {
            json.WriteString("warn", warning);
        }
    }
}
