using System.Text;
using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>Reads JSON into values that know where they stand: no comments, no trailing commas (semantics reference 3.3.3).</summary>
internal sealed class SourceReader(SourceText source, DescriptorVariables variables, ProblemList problems)
{
    private const int DeepestNesting = 32;

    /// <summary>Variables in a small file must not make it a large one.</summary>
    private const int MostText = 4 * 1024 * 1024;

    private int _text;

    /// <summary>Reads the whole text; nothing, and a problem, if it is not JSON.</summary>
    public SourceNode? Read()
    {
        if (source.FirstInvalidByte() is { } invalid)
        {
            problems.Add(DescriptorProblems.NotJson(source.PositionOf(invalid), "it is not UTF-8 here"));
            return null;
        }

        var reader = new Utf8JsonReader(source.Content, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader);
            while (reader.Read())
            {
                // After the value there is nothing but white space, or the reader throws.
            }

            return root;
        }
        catch (JsonException fault)
        {
            var offset = source.OffsetOf(fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0);
            problems.Add(DescriptorProblems.NotJson(source.PositionOf(offset), Said(fault)));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as \uD800: well-formed JSON, and no text.
            problems.Add(DescriptorProblems.NotJson(source.PositionOf(reader.TokenStartIndex), "this text is not valid Unicode"));
        }

        return null;
    }

    private SourceNode ReadValue(ref Utf8JsonReader reader)
    {
        var position = source.PositionOf(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new SourceNode(JsonValueKind.Object, position) { Fields = ReadFields(ref reader) };
            case JsonTokenType.StartArray:
                var items = new List<SourceNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader));
                }

                return new SourceNode(JsonValueKind.Array, position) { Items = items };
            case JsonTokenType.String:
                return new SourceNode(JsonValueKind.String, position) { Text = Expanded(reader.GetString()!, position) };
            case JsonTokenType.Number:
                return new SourceNode(JsonValueKind.Number, position) { Text = Encoding.UTF8.GetString(reader.ValueSpan.ToArray()) };
            case JsonTokenType.True:
                return new SourceNode(JsonValueKind.True, position);
            case JsonTokenType.False:
                return new SourceNode(JsonValueKind.False, position);
            default:
                return new SourceNode(JsonValueKind.Null, position);
        }
    }

    private List<SourceField> ReadFields(ref Utf8JsonReader reader)
    {
        var fields = new List<SourceField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var position = source.PositionOf(reader.TokenStartIndex);
            reader.Read();
            var value = ReadValue(ref reader);
            if (names.Add(name))
            {
                fields.Add(new SourceField(name, position, value));
            }
            else
            {
                problems.Add(DescriptorProblems.FieldTwice(position, name));
            }
        }

        return fields;
    }

    private string Expanded(string text, SourcePosition position)
    {
        if (_text > MostText)
        {
            return "";
        }

        if (variables.Expand(
            text, MostText - _text, use => problems.Add(DescriptorProblems.VariableUnknown(position, use))) is { } expanded)
        {
            _text += expanded.Length;
            return expanded;
        }

        problems.Add(DescriptorProblems.DescriptorTooLong(position, MostText));
        _text = MostText + 1;
        return "";
    }

    /// <summary>The reader's own words without its zero-based line, which editors do not show.</summary>
    private static string Said(JsonException fault)
    {
        var place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return LogText.Clean((place < 0 ? fault.Message : fault.Message.Substring(0, place)).TrimEnd(' ', '.'));
    }
}
