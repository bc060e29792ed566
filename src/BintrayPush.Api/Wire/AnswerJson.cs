using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Api.Wire;

/// <summary>
/// JSON from a service that is not trusted. It is looked through before anything is built of it: a few bytes can stand for many
/// values, and each of them takes memory.
/// </summary>
internal static class AnswerJson
{
    /// <summary>What is wrong with text that is no JSON.</summary>
    public const string NotJson = "is not JSON; is this a Bintray API?";

    /// <summary>As many as a list of 150,000 files has.</summary>
    private const int MostTokens = 1 << 22;

    private const int DeepestNesting = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it.</summary>
    /// <param name="bytes">The text; it must not change while the result is used.</param>
    /// <param name="fault">What is wrong with it, if something is.</param>
    public static JsonElement? Parse(ArraySegment<byte> bytes, out string? fault)
    {
        try
        {
            fault = FaultIn(bytes);
            if (fault is null)
            {
                // It lives as long as the answer does. A copy that does not hold the pool's memory would take as much again.
#pragma warning disable CA2000
                return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DeepestNesting }).RootElement;
#pragma warning restore CA2000
            }
        }
        catch (JsonException)
        {
            fault = NotJson;
        }

        return null;
    }

    /// <exception cref="JsonException">It is not JSON.</exception>
    private static string? FaultIn(ArraySegment<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestNesting });
        for (var tokens = 0; reader.Read();)
        {
            if (++tokens > MostTokens)
            {
                return $"has more than {MostTokens} values";
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped
                && HasHalfCharacter(reader.ValueSpan))
            {
                return "holds a text that is not valid Unicode";
            }
        }

        return IsUtf8(bytes) ? null : "is not UTF-8";
    }

    private static bool IsUtf8(ArraySegment<byte> bytes)
    {
        try
        {
            Strict.GetCharCount(bytes.Array!, bytes.Offset, bytes.Count);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Whether a text has half of a surrogate pair, which is well-formed JSON (<c>\ud800</c>) and no text.</summary>
    private static bool HasHalfCharacter(ReadOnlySpan<byte> text)
    {
        var expectsLow = false;
        for (var i = 0; i < text.Length; i++)
        {
            ushort unit = 0;
            if (text[i] == '\\' && text[++i] == 'u')
            {
                _ = Utf8Parser.TryParse(text.Slice(i + 1, 4), out unit, out _, 'x');
                i += 4;
            }

            if (char.IsLowSurrogate((char)unit) != expectsLow)
            {
                return true;
            }

            expectsLow = char.IsHighSurrogate((char)unit);
        }

        return expectsLow;
    }
}
