using System.IO.Compression;
using System.Text;

namespace BintrayPush.Compare;

/// <summary>
/// Which configuration a compiled file was built in. The SDK writes it into every assembly (AssemblyConfigurationAttribute), as a text with
/// its length before it, so the bytes tell without reading the metadata as such.
/// </summary>
internal static class BuildConfiguration
{
    private const int Largest = 16 << 20;
    private static readonly string[] Names = ["Debug", "Release"];

    /// <summary>The configuration, or nothing if the file does not say it or is too large to be looked at.</summary>
    public static string? Of(ZipArchiveEntry entry)
    {
        if (entry.Length > Largest)
        {
            return null;
        }

        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.Length > Largest ? null : Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static string? Of(ReadOnlySpan<byte> file)
    {
        string? found = null;
        foreach (var name in Names)
        {
            // The value of an attribute with one text (ECMA-335, II.23.3): a prolog, the text, no named arguments.
            byte[] value = [1, 0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 0];
            if (file.IndexOf(value) >= 0)
            {
                found = found is null ? name : "";
            }
        }

        return string.IsNullOrEmpty(found) ? null : found;
    }
}
