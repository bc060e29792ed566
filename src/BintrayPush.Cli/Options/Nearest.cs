namespace BintrayPush.Cli.Options;

/// <summary>Suggests a known word for a mistyped one.</summary>
internal static class Nearest
{
    private const int MostEdits = 2;

    /// <summary>Shorter than this, a beginning may be that of anything: "--c" and "p" say too little.</summary>
    private const int LeastOfAWord = 4;

    /// <summary>The only word that begins like it, else the nearest one; nothing if none is near.</summary>
    public static string? To(string text, IEnumerable<string> words)
    {
        string[] all = [.. words];
        string[] longer = text.Length < LeastOfAWord
            ? []
            : [.. all.Where(word => word.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return longer is [var only] ? only : NearestOf(text, all);
    }

    private static string? NearestOf(string text, string[] words) => words
        .Select(word => (Word: word, Edits: Edits(text.ToLowerInvariant(), word)))
        .Where(candidate => candidate.Edits <= Math.Min(MostEdits, candidate.Word.Length / 2))
        .OrderBy(candidate => candidate.Edits)
        .Select(candidate => candidate.Word)
        .FirstOrDefault();

    /// <summary>As a question to be put behind a complaint, or nothing.</summary>
    public static string Question(string text, IEnumerable<string> words) => To(text, words) is { } word ? $". Did you mean '{word}'?" : "";

    /// <summary>How many letters must be added, taken out, changed or swapped with their neighbour.</summary>
    private static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
