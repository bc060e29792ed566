using System.Text;
using System.Text.Json;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// <c>store.json</c> in the root: that this is a store, and whether names are normalized in it. It is written by the first opening. A
/// process that has seen it and finds it gone knows that the disk is gone, and that nothing can be said about what is there.
/// </summary>
internal sealed class FolderMarker(string root)
{
    public const string Name = "store.json";

    private const int Format = 1;
    private readonly string _path = Path.Combine(root, Name);
    private volatile bool _seen;

    /// <summary>
    /// Whether this process makes one name of two spellings of a character. In .NET's invariant mode it does not, and some letters (U+017F)
    /// have other capitals there.
    /// </summary>
    private static bool Normalizes => "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9";

    public string File => _path;

    /// <summary>What is written into a new one.</summary>
    public static byte[] New() =>
        Encoding.UTF8.GetBytes($$"""{"format":{{Format}},"normalizes":{{(Normalizes ? "true" : "false")}}}""" + "\n");

    /// <summary>Reads the marker.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="BintrayException">503: it says that this process may not use the store.</exception>
    public bool Read()
    {
        if (FolderFiles.Guarded(() => FolderFiles.Read(_path)) is not { } bytes)
        {
            return false;
        }

        var (format, normalizes) = Parse(bytes);
        if (format != Format)
        {
            throw Refused(
                $"'{_path}' is of format {format}, and this program knows {Format}: use the version that made it, or a newer one");
        }

        if (normalizes != Normalizes)
        {
            throw Refused(
                $"'{root}' was made {With(normalizes)} Unicode normalization and this process runs {With(Normalizes)}: one name would be "
                    + "two in it. "
                + $"Set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT={(normalizes ? "0" : "1")}{(normalizes ? " and install ICU" : "")}, or use a "
                + "folder of its own");
        }

        _seen = true;
        return true;
    }

    /// <summary>To be asked before "it is not there" is believed.</summary>
    /// <exception cref="IOException">The folder is not there any more.</exception>
    public void RequireFolder()
    {
        if (_seen && !FolderFiles.Exists(_path))
        {
            throw new IOException($"'{_path}' is not there any more: is the disk of the data folder mounted?");
        }
    }

    private static string With(bool normalizes) => normalizes ? "with" : "without";

    private static BintrayException Refused(string why) => new(BintrayException.Unavailable, $"the store's folder cannot be used: {why}");

    private (int Format, bool Normalizes) Parse(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return (json.RootElement.GetProperty("format").GetInt32(), json.RootElement.GetProperty("normalizes").GetBoolean());
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new BintrayException(BintrayException.Unavailable, $"'{_path}' is damaged: {damage.Message}", damage);
        }
    }
}
