namespace BintrayPush.Messages;

/// <summary>Finds the known name nearest to a mistyped one.</summary>
public static class NearestName
{
    /// <summary>The known name that is nearest to a misspelt one; nothing if none is near enough to have been meant.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names that mean something.</param>
    public static string? Of(string written, IEnumerable<string> known)
    {
        var maxDistance = Math.Min(3, Math.Max(1, written.Length / 4));
        var (name, distance) = known.Select(name => (name, distance: Distance(written.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.distance).ThenBy(candidate => candidate.name, StringComparer.Ordinal).FirstOrDefault();
        return name is not null && distance <= maxDistance ? name : null;
    }

    /// <summary>How many letters have to be added, taken away, replaced, or swapped with the next one.</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 3)
        {
            return int.MaxValue;
        }

        var distances = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                distances[i, j] = i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        Math.Min(distances[i - 1, j] + 1, distances[i, j - 1] + 1),
                        distances[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[one.Length, other.Length];
    }
}
