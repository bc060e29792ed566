using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server;

/// <summary>
/// Reads a JSON body whatever its media type says (protocol reference 1.4: clients send none, <c>*/*</c> or a form's). Its size and
/// its depth are bounded before anything is built from it.
/// </summary>
internal static class JsonBody
{
    private const int BufferSize = 1 << 14;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowTrailingCommas = true };

    /// <summary>The body, or <see langword="null"/> if there is none or it is JSON's null.</summary>
    /// <exception cref="Api.BintrayException">400: it is no JSON; 413: it is too long.</exception>
    public static async Task<JsonElement?> ReadAsync(HttpContext http, long limit)
    {
        if (http.Request.ContentLength > limit)
        {
            throw Refusal.TooLarge("the body", limit);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is var read and > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > limit)
                {
                    throw Refusal.TooLarge("the body", limit);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            RequireText(text.Span);
            return document.RootElement.ValueKind == JsonValueKind.Null ? null : document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw Refusal.NotJson(fault.Message);
        }
    }

    /// <summary>
    /// Names and texts must be Unicode. The parser takes any bytes and any escape for them, and would complain only when somebody
    /// asks for the text.
    /// </summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Options.MaxDepth, AllowTrailingCommas = Options.AllowTrailingCommas });
        while (reader.Read())
        {
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
}
