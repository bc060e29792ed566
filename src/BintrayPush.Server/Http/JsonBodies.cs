using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server.Http;

/// <summary>What a JSON body may hold at most.</summary>
internal sealed record JsonLimits(long Bytes, int Tokens)
{
    /// <summary>A search is asked by anybody, and is a few names and values.</summary>
    public static JsonLimits OfQuery { get; } = new(64 << 10, 4_000);

    /// <summary>A call to sign may bring a private key, which has a few thousand bytes and what others have certified of it.</summary>
    public static JsonLimits OfKey { get; } = new(256 << 10, 1_000);
}

/// <summary>
/// Reads JSON bodies whatever their media type says (protocol reference 1.4: clients send none, <c>*/*</c> or a form's). Their size,
/// their depth and their number of values are bounded before anything is built from them, and so are the bytes of all of them that
/// are in work at a time.
/// </summary>
internal sealed class JsonBodies(long maxBytesAtOnce)
{
    private const int BufferSize = 1 << 14;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowTrailingCommas = true };

    private long _bytes;

    /// <summary>The body, or <see langword="null"/> if there is none or it is JSON's null.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">
    /// 400: it is no JSON or holds too much; 413: it is too long; 503: too many are in work.
    /// </exception>
    public async Task<JsonElement?> ReadAsync(HttpContext http, JsonLimits limits)
    {
        if (http.Request.ContentLength > limits.Bytes)
        {
            throw Refusal.TooLarge("the body", limits.Bytes);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.Bytes;
        }

        var share = new Share(this);
        http.Response.RegisterForDispose(share);
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await BodyReads.ReadAsync(http.Request.Body, buffer, http.RequestAborted) is var read and > 0)
            {
                share.Take(read);
                bytes.Write(buffer, 0, read);
                if (bytes.Length > limits.Bytes)
                {
                    throw Refusal.TooLarge("the body", limits.Bytes);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), limits);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> bytes, JsonLimits limits)
    {
        var text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            Check(text.Span, limits.Tokens);
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.ValueKind == JsonValueKind.Null ? null : document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw Refusal.NotJson(fault.Message);
        }
    }

    /// <summary>
    /// Counts before anything is built: what is built of one token takes many times the memory of its bytes. Names and texts must be
    /// Unicode; the parser takes any bytes and any escape for them, and would complain only when somebody asks for the text.
    /// </summary>
    private static void Check(ReadOnlySpan<byte> json, int maxTokens)
    {
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { MaxDepth = Options.MaxDepth, AllowTrailingCommas = Options.AllowTrailingCommas });
        for (var tokens = 1; reader.Read(); tokens++)
        {
            if (tokens > maxTokens)
            {
                throw Refusal.NotJson($"it holds more than {maxTokens} values");
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(ref reader))
            {
                throw Refusal.NotJson("it holds a text that is not Unicode");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Utf8.IsValid(reader.ValueSpan);
        }

        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What one body has of the bytes that may be in work at a time, until its request is answered.</summary>
    private sealed class Share(JsonBodies all) : IDisposable
    {
        private long _taken;

        public void Take(int bytes)
        {
            _taken += bytes;
            if (Interlocked.Add(ref all._bytes, bytes) > all.MaxBytesAtOnce)
            {
                throw Refusal.TooManyBodies();
            }
        }

        public void Dispose() => Interlocked.Add(ref all._bytes, -Interlocked.Exchange(ref _taken, 0));
    }

    private long MaxBytesAtOnce => maxBytesAtOnce;
}
