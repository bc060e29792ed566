namespace BintrayPush.Selection;

/// <summary>
/// A name with wildcards: <c>*</c> is any number of characters, <c>?</c> is one or none (semantics reference 4.3). Matching never
/// tries one possibility after the other, so its cost is at most the product of the two lengths, whatever the pattern is.
/// </summary>
internal sealed class Wildcard
{
    private const int AnyNumber = -1;
    private const int OneOrNone = -2;

    private readonly string _prefix;
    private readonly string _suffix;
    private readonly int[] _middle;
    private readonly string[]? _pieces;
    private readonly int _shortest;

    private Wildcard(string text, string prefix, int[] middle, string suffix)
    {
        Text = text;
        _prefix = prefix;
        _middle = middle;
        _suffix = suffix;
        _pieces = middle.Contains(OneOrNone) ? null : PiecesBetweenStars(middle);
        _shortest = prefix.Length + suffix.Length + middle.Sum(element => element < 0 ? 0 : element > char.MaxValue ? 2 : 1);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it matches exactly its own text.</summary>
    public bool IsLiteral => _middle.Length == 0;

    /// <summary>What follows the last dot of everything that it matches, if that is always the same.</summary>
    public string? Extension => (IsLiteral ? _prefix : _suffix) is var end && end.LastIndexOf('.') is >= 0 and var dot
        ? end.Substring(dot + 1)
        : null;

    /// <summary>Text in which nothing has a meaning.</summary>
    public static Wildcard Literal(string text) => new(text, text, [], "");

    /// <summary>Matches everything.</summary>
    public static Wildcard Everything(string text) => new(text, "", [AnyNumber], "");

    /// <summary>Text in which <c>*</c> and <c>?</c> have a meaning.</summary>
    public static Wildcard Parse(string text)
    {
        var first = text.IndexOfAny(['*', '?']);
        if (first < 0)
        {
            return Literal(text);
        }

        var last = text.LastIndexOfAny(['*', '?']);
        return new Wildcard(text, text.Substring(0, first), Elements(text.Substring(first, last - first + 1)), text.Substring(last + 1));
    }

    public static bool HasWildcard(string text) => text.IndexOfAny(['*', '?']) >= 0;

    public bool Matches(string text, bool ignoreCase = false)
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (IsLiteral)
        {
            return string.Equals(text, _prefix, comparison);
        }

        return text.Length >= _shortest
            && text.StartsWith(_prefix, comparison)
            && text.EndsWith(_suffix, comparison)
            && (_pieces is null ? MiddleMatches(text, ignoreCase) : PiecesFollow(_pieces, text, comparison));
    }

    /// <summary>Without <c>?</c> the first place where a piece fits is as good as any later one.</summary>
    private bool PiecesFollow(string[] pieces, string text, StringComparison comparison)
    {
        var at = _prefix.Length;
        foreach (var piece in pieces)
        {
            var found = text.IndexOf(piece, at, text.Length - _suffix.Length - at, comparison);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return true;
    }

    /// <summary><c>reached[i]</c>: the text so far can be what the first <c>i</c> elements stand for.</summary>
    private bool MiddleMatches(string text, bool ignoreCase)
    {
        var reached = new bool[_middle.Length + 1];
        reached[0] = true;
        PassOver(reached);
        var end = text.Length - _suffix.Length;
        for (var at = _prefix.Length; at < end;)
        {
            var character = CharacterAt(text, at);
            for (var i = _middle.Length; i >= 0; i--)
            {
                reached[i] = (i > 0 && reached[i - 1] && Takes(_middle[i - 1], character, ignoreCase))
                    || (i < _middle.Length && reached[i] && _middle[i] == AnyNumber);
            }

            PassOver(reached);
            at += character > char.MaxValue ? 2 : 1;
        }

        return reached[_middle.Length];
    }

    /// <summary>Both wildcards may stand for nothing.</summary>
    private void PassOver(bool[] reached)
    {
        for (var i = 0; i < _middle.Length; i++)
        {
            reached[i + 1] |= reached[i] && _middle[i] < 0;
        }
    }

    private static bool Takes(int element, int character, bool ignoreCase) =>
        element == OneOrNone
        || element == character
        || (ignoreCase && element is >= 0 and <= char.MaxValue && character <= char.MaxValue
            && char.ToUpperInvariant((char)element) == char.ToUpperInvariant((char)character));

    private static string[] PiecesBetweenStars(int[] middle) =>
        string.Concat(middle.Select(Written)).Split(['*'], StringSplitOptions.RemoveEmptyEntries);

    private static string Written(int element) => element switch
    {
        AnyNumber => "*",
        > char.MaxValue => char.ConvertFromUtf32(element),
        _ => ((char)element).ToString(),
    };

    /// <summary>The elements between two literal ends; a run of wildcards with a <c>*</c> in it is a <c>*</c>.</summary>
    private static int[] Elements(string text)
    {
        var elements = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '*' or '?')
            {
                var end = at;
                while (end < text.Length && text[end] is '*' or '?')
                {
                    end++;
                }

                elements.AddRange(text.IndexOf('*', at, end - at) >= 0 ? [AnyNumber] : Enumerable.Repeat(OneOrNone, end - at));
                at = end;
            }
            else
            {
                var character = CharacterAt(text, at);
                elements.Add(character);
                at += character > char.MaxValue ? 2 : 1;
            }
        }

        return [.. elements];
    }

    /// <summary>A character beyond the basic plane is one character, though it takes two places.</summary>
    private static int CharacterAt(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
}
