namespace BintrayPush.Server.Accounts;

/// <summary>
/// What a package may say of its licence: a name of Bintray's list, or an identifier of SPDX, with an exception or not. It is kept under
/// Bintray's name where there is one.
/// </summary>
internal static class LicenceRegister
{
    private const int MostNearest = 3;
    private static readonly Dictionary<string, string> Spdx = Read("spdx-licences");
    private static readonly Dictionary<string, string> Exceptions = Read("spdx-exceptions");
    private static readonly Dictionary<string, string> Bintray = OssLicences.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name under which a licence is kept, or <see langword="null"/> if there is no such licence.</summary>
    public static string? Find(string written)
    {
        var text = written.Trim();
        if (Bintray.TryGetValue(text, out var known))
        {
            return known;
        }

        var (licence, exception) = LicenceNames.Split(text);
        if (exception is not null)
        {
            return Exceptions.ContainsKey(exception) && Find(licence) is not null ? Find(LicenceNames.Of(text)) : null;
        }

        // "EPL-2.0+" is "or later" said by an operator, which any identifier may have.
        var name = LicenceNames.Of(text);
        return name != text ? name
            : Spdx.TryGetValue(text, out var id) ? id
            : text.EndsWith('+') && !text.EndsWith("++", StringComparison.Ordinal) ? Find(text[..^1])
            : null;
    }

    /// <summary>The details with licences under the names they are kept by; what is no known licence stays as it is.</summary>
    public static PackageDetails Named(PackageDetails details) => details.Licenses is { } licences
        ? details with { Licenses = [.. licences.Select(licence => Find(licence) ?? licence).Distinct(StringComparer.Ordinal)] }
        : details;

    /// <summary>The names that are nearest to one that is none; spaces, signs and the word "licence" do not count.</summary>
    public static IReadOnlyList<string> Nearest(string written)
    {
        var wanted = Letters(written);
        return
        [
            .. OssLicences.Ids.Concat(Spdx.Values).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => (Name: name, Distance: Distance(wanted, Letters(name))))
                .Where(candidate => candidate.Distance <= Math.Max(2, wanted.Length / 2))
                .OrderBy(candidate => candidate.Distance)
                .Take(MostNearest)
                .Select(candidate => candidate.Name),
        ];
    }

    private static string Letters(string name)
    {
        var letters = new string([.. name.Take(100).Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        foreach (var word in new[] { "license", "licence", "version" })
        {
            letters = letters.Replace(word, "", StringComparison.Ordinal);
        }

        return letters;
    }

    /// <summary>How many letters differ; what is only longer than what was written is near to it.</summary>
    private static int Distance(string written, string name)
    {
        if (written.Length >= 3 && name.StartsWith(written, StringComparison.Ordinal))
        {
            return name.Length == written.Length ? 0 : 1;
        }

        var row = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 1; i <= written.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                (diagonal, row[j]) = (
                    row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (written[i - 1] == name[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }

    private static Dictionary<string, string> Read(string name)
    {
        using var reader = new StreamReader(typeof(LicenceRegister).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);
    }
}
