using System.Text;
using BintrayPush.Messages;

namespace BintrayPush.Versions;

/// <summary>What is new in the versions of a push: one text for all of them, or one for each.</summary>
public sealed class ReleaseNotes
{
    private const int Largest = 1 << 20;

    private readonly Func<string, string?> _of;
    private readonly string? _file;
    private readonly Changelog? _changelog;

    private ReleaseNotes(Func<string, string?> of, string? file = null, Changelog? changelog = null)
    {
        _of = of;
        _file = file;
        _changelog = changelog;
    }

    /// <summary>The notes of a version; nothing if it has none.</summary>
    /// <param name="version">The version.</param>
    public string? Of(string version) => _of(version) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>One text, if it is one.</summary>
    public static ReleaseNotes? OfText(string? text) => string.IsNullOrWhiteSpace(text) ? null : new(_ => text);

    /// <summary>A text for each version.</summary>
    /// <param name="texts">The texts, by version.</param>
    public static ReleaseNotes OfVersions(IReadOnlyDictionary<string, string> texts) =>
        new(version => texts.TryGetValue(version, out var text) ? text : null);

    /// <summary>
    /// Reads a file: the notes themselves, or a changelog, which has a heading for each version, and of which each version gets its
    /// section.
    /// </summary>
    /// <param name="file">Its absolute path.</param>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ReleaseNotes OfFile(string file)
    {
        var bytes = RegularFile.ReadAllBytes(file, Largest)
            ?? throw new IOException($"it has more than {Largest} bytes, and release notes have fewer");
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        var text = reader.ReadToEnd();
        var changelog = Changelog.Read(text);
        return changelog.Versions.Count > 0 || Path.GetFileName(file).StartsWith("CHANGELOG", StringComparison.OrdinalIgnoreCase)
            ? new ReleaseNotes(changelog.SectionOf, file, changelog)
            : new ReleaseNotes(_ => text);
    }

    /// <summary>What is wrong with it for a version: a changelog that does not know the version was forgotten.</summary>
    internal Problem? FaultFor(VersionAddress version) =>
        _changelog is { } changelog && Of(version.Name) is null
            ? ProblemText.Error(
                "BTP1116",
                $"{Setting.ReleaseNotesFile} is a changelog, and it has no section for {version.Package.Name} {version.Name}, or an empty "
                    + $"one; it has {(changelog.Versions.Count == 0 ? "none" : ProblemText.Named(changelog.Versions))}. Write it, or "
                    + "name a file that holds the notes of this version alone.",
                _file)
            : null;
}
