using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BintrayPush.Artifacts;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>
/// How a build and the program that it waits for speak: an order is one line of JSON on the program's input, a word is one on its output.
/// The input stays open until the program is to end. Both are of the same package; a line of any other is refused here, and nothing behind
/// this place looks at a line again.
/// </summary>
public static class AttendedLines
{
    /// <summary>More than any push has.</summary>
    public const int Longest = 256 << 20;

    /// <summary>Raised when a line changes its meaning.</summary>
    internal const int Version = 1;

    /// <summary>An order as a line, with its end.</summary>
    public static byte[] Write(AttendedOrder order)
    {
        var line = AttendedOrderDocument.Of(order);
        return [.. JsonSerializer.SerializeToUtf8Bytes(line, AttendedOrderJson.Default.AttendedOrderDocument), (byte)'\n'];
    }

    /// <summary>Reads an order.</summary>
    /// <exception cref="FormatException">It is none, or of another version of the program.</exception>
    public static AttendedOrder ReadOrder(ReadOnlyMemory<byte> line) => Checked(
        () => JsonSerializer.Deserialize(line.Span, AttendedOrderJson.Default.AttendedOrderDocument)?.ToOrder());

    /// <summary>A word as a line, without its end. It holds no character beyond ASCII.</summary>
    /// <param name="word">The word.</param>
    /// <param name="files">The files of the order, by whose numbers it names them.</param>
    public static string Write(AttendedWord word, IReadOnlyList<Artifact> files) =>
        JsonSerializer.Serialize(AttendedWordDocument.Of(word, files), AttendedWordJson.Default.AttendedWordDocument);

    /// <summary>Reads a word.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="files">The files of the order.</param>
    /// <exception cref="FormatException">It is none, or of another version of the program.</exception>
    public static AttendedWord ReadWord(string line, IReadOnlyList<Artifact> files) => Checked(
        () => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(line), AttendedWordJson.Default.AttendedWordDocument)?.ToWord(files));

    private static T Checked<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw new FormatException("it is empty");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException(fault.Message, fault);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AttendedOrderDocument))]
internal sealed partial class AttendedOrderJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AttendedWordDocument))]
// Receipt and plan call different things alike.
[JsonSerializable(typeof(PlanDocument.FileEntry), TypeInfoPropertyName = "PlanFileEntry")]
[JsonSerializable(typeof(IReadOnlyList<PlanDocument.FileEntry>), TypeInfoPropertyName = "PlanFileEntries")]
internal sealed partial class AttendedWordJson : JsonSerializerContext;
