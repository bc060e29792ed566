namespace BintrayPush.Compare;

/// <summary>In what two archives differ, entry by entry.</summary>
internal sealed class ContentDifference
{
    private const int MostNamed = 10;
    private static readonly string[] Compiled = [".dll", ".exe", ".pdb"];
    private readonly List<(string Name, string Words)> _entries = [];
    private (string Here, string There)? _configurations;

    /// <summary>Whether they have the same content.</summary>
    public bool IsNone => _entries.Count == 0;

    /// <summary>Notes an entry; nothing to say of it means that it is the same.</summary>
    public void Add(string name, string? words)
    {
        if (words is not null)
        {
            _entries.Add((name, words));
        }
    }

    /// <summary>Whether it is known in which configurations the two were built.</summary>
    public bool HasConfigurations => _configurations is not null;

    /// <summary>Notes in which configurations a compiled file of both was built, if both say it.</summary>
    public void NoteConfigurations(string? here, string? there)
    {
        if (here is not null && there is not null)
        {
            _configurations = (here, there);
        }
    }

    /// <summary>The entries in words, and what may be behind it.</summary>
    /// <param name="reproducible">Whether the build here does not depend on its folder.</param>
    public string Describe(bool reproducible)
    {
        var named = string.Join("; ", _entries.Take(MostNamed).Select(entry => $"{LogText.Shorten(entry.Name)} {entry.Words}"));
        var more = _entries.Count > MostNamed ? $"; and {_entries.Count - MostNamed} more" : "";
        return $"{named}{more}.{Hint(reproducible)}";
    }

    /// <summary>A compiled file holds the commit and, unless the build is told not to, the folder of its sources.</summary>
    private string Hint(bool reproducible)
    {
        if (_configurations is var (here, there) && here != there)
        {
            return $" The one here was built in {here}, the published one in {there}: build with -c {there} to compare them.";
        }

        var rest = _entries.Where(entry => entry.Words != PackageParts.OtherCommit).ToList();
        if (rest.Any(
            entry =>
                entry.Words != "differs"
                    || !Compiled.Contains(Path.GetExtension(LogText.Clean(entry.Name)), StringComparer.OrdinalIgnoreCase)))
        {
            return "";
        }

        return rest.Count < _entries.Count
            ? " They were packed from different commits, and a compiled file tells its commit: if nothing else changed, pack from the same "
                + "commit."
            : reproducible
                ? ""
                : " If the sources are the same, they were built in different folders: pack with ContinuousIntegrationBuild=true, which "
                    + "keeps the folder out of compiled files.";
    }
}
