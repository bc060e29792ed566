using System.Globalization;
using System.Text.Json;

namespace BintrayPush.Descriptors;

/// <summary>The field <c>released</c>: an ISO 8601 text, blank for none, or milliseconds since 1970 (semantics reference 3.3.5).</summary>
internal static class ReleaseDate
{
    public static DateTimeOffset? Read(ObjectReader fields, string field)
    {
        switch (fields.Value(field))
        {
            case null:
                return null;
            case { Kind: JsonValueKind.String } text when string.IsNullOrWhiteSpace(text.Text):
                return null;
            case { Kind: JsonValueKind.String } text when WireDate.TryParse(text.Text, out var date):
                // As exact as it is sent.
                return DateTimeOffset.FromUnixTimeMilliseconds(date.ToUnixTimeMilliseconds());
            case { Kind: JsonValueKind.Number } number when OfMilliseconds(number.Text) is { } date:
                return date;
            case var other:
                fields.Add(DescriptorProblems.NotADate(other.Position, fields.NameOf(field)));
                return null;
        }
    }

    private static DateTimeOffset? OfMilliseconds(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
