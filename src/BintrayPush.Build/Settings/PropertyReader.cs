using System.Globalization;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Versions;

namespace BintrayPush.Build.Settings;

/// <summary>
/// Reads the texts that MSBuild properties are, and keeps every complaint: a task parameter of another type would stop at the
/// first one, with a message that names no property (craft reference 2.2).
/// </summary>
internal sealed class PropertyReader() : PlaceReader(buckets: new UnreadBuckets())
{
    public bool Switch(string name, string? value, bool fallback, string? file = null) => OptionalSwitch(name, value, file) ?? fallback;

    public bool? OptionalSwitch(string name, string? value, string? file = null)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        // The words that MSBuild's own conditions take for true and false.
        switch (value!.Trim().ToLowerInvariant())
        {
            case "true" or "yes" or "on":
                return true;
            case "false" or "no" or "off":
                return false;
            default:
                Add(Texts.InvalidValue(name, value, "true, false", file));
                return null;
        }
    }

    /// <summary>Whether files become public, if it is said: what is staged does with its release.</summary>
    public bool? PublishSwitch(string? value) => IsStaged(value) ? null
        : string.IsNullOrWhiteSpace(value) || IsSwitch(value!) ? OptionalSwitch(Setting.Publish, value)
        : Refused(Texts.InvalidValue(Setting.Publish, value!, "true, false, staged"));

    /// <summary>Whether files are to wait in a release until that is promoted.</summary>
    public static bool IsStaged(string? value) => string.Equals(value?.Trim(), "staged", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether something is to be signed, if it is said.</summary>
    public bool? SignSwitch(string? value) => IsIfAvailable(value) ? true
        : string.IsNullOrWhiteSpace(value) || IsSwitch(value!) ? OptionalSwitch(Setting.GpgSign, value)
        : Refused(Texts.InvalidValue(Setting.GpgSign, value!, "true, false, ifAvailable"));

    /// <summary>Whether it is to be signed only where that can be.</summary>
    public static bool IsIfAvailable(string? value) => string.Equals(value?.Trim(), "ifAvailable", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text says yes or no.</summary>
    public static bool IsSwitch(string value) => new PropertyReader().OptionalSwitch("", value) is not null;

    public int Number(string name, string? value, int least, int fallback)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return fallback;
        }

        if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) && parsed >= least)
        {
            return parsed;
        }

        Add(Texts.InvalidValue(name, value!, $"whole numbers from {least} up"));
        return fallback;
    }

    public DateTimeOffset? Date(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (IsDate(value!, out var parsed))
        {
            return parsed;
        }

        Add(Texts.InvalidValue(name, value!, "dates as ISO 8601 writes them, for example 2026-11-22 or 2026-11-22T10:30:00Z"));
        return null;
    }

    /// <summary>
    /// A list with semicolons; <see langword="null"/> if nothing is given, since an empty list would clear what is stored.
    /// </summary>
    public static IReadOnlyList<string>? List(string? value)
    {
        var parts = (value ?? "").Split(';').Select(part => part.Trim()).Where(part => part.Length > 0).Distinct(StringComparer.Ordinal)
            .ToList();
        return parts.Count == 0 ? null : parts;
    }

    /// <summary>The text of a readme, if one is named.</summary>
    /// <param name="file">Its absolute path, or <c>none</c>.</param>
    public string? Readme(string file)
    {
        if (file.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Add(Texts.ReadmeUnusable(file, cause.Message));
            return null;
        }
    }

    /// <summary>The release notes that are given as a text, or those in a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The absolute path of the file.</param>
    public ReleaseNotes? Notes(string? text, string? file)
    {
        if (file is null)
        {
            return ReleaseNotes.OfText(text);
        }

        if (text is not null)
        {
            Add(Texts.NotesGivenTwice());
            return null;
        }

        try
        {
            return ReleaseNotes.OfFile(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Add(Texts.NotesUnusable(file, cause.Message));
            return null;
        }
    }

    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    public static bool IsDate(string value, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        value.Trim(),
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out date);

    private bool? Refused(Problem problem)
    {
        Add(problem);
        return null;
    }
}
