using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>
/// Reads what others wrote as OpenPGP (RFC 4880, RFC 9580). It is hostile: the library answers broken packets with exceptions of many
/// types, and all of them mean the same here.
/// </summary>
internal static class PacketReading
{
    /// <summary>More than any key that somebody signs files with: one with hundreds of certifications by others has this.</summary>
    public const int LargestKey = 1 << 20;

    /// <summary>A signature has a few hundred bytes, one with notations a few thousand.</summary>
    public const int LargestSignature = 64 << 10;

    /// <summary>Reads all objects of a text or of bytes, armoured or not.</summary>
    /// <exception cref="KeyRefusedException">It is no OpenPGP.</exception>
    public static IReadOnlyList<PgpObject> Objects(ReadOnlyMemory<byte> content, int largest, string what)
    {
        if (content.Length > largest)
        {
            throw new KeyRefusedException($"{what} has more than {largest >> 10} KiB");
        }

        return Trying(what, () => PartsOf(content).SelectMany(ObjectsOf).ToList());
    }

    /// <summary>The objects at the beginning of bytes, armoured or not, as far as they can be read.</summary>
    public static (IReadOnlyList<PgpObject> Objects, bool IsWhole) ReadableObjects(ReadOnlyMemory<byte> content, int largest)
    {
        var objects = new List<PgpObject>();
        if (content.Length > largest)
        {
            return (objects, false);
        }

        try
        {
            return Trying("it", () =>
            {
                foreach (var next in PartsOf(content).SelectMany(ObjectsOf))
                {
                    objects.Add(next);
                }

                return (objects, true);
            });
        }
        catch (KeyRefusedException)
        {
            return (objects, false);
        }
    }

    /// <summary>The library reads the first block of a text, and passes over what comes after it.</summary>
    private static IReadOnlyList<byte[]> PartsOf(ReadOnlyMemory<byte> content)
    {
        var blocks = (content.Span.StartsWith("-----BEGIN PGP "u8) ? Blocks(Encoding.UTF8.GetString(content.Span)) : []).ToList();
        return blocks.Count > 1 ? blocks : [content.ToArray()];
    }

    private static IEnumerable<PgpObject> ObjectsOf(byte[] content)
    {
        using var bytes = new MemoryStream(content);
        using var packets = PgpUtilities.GetDecoderStream(bytes);
        var factory = new PgpObjectFactory(packets);
        while (factory.NextPgpObject() is { } next)
        {
            yield return next;
        }
    }

    /// <summary>The blocks of a text that may hold several armoured keys one after the other.</summary>
    public static IEnumerable<byte[]> Blocks(string text)
    {
        const string Begin = "-----BEGIN PGP ";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0;)
        {
            var next = text.IndexOf(Begin, at + Begin.Length, StringComparison.Ordinal);
            yield return Encoding.UTF8.GetBytes(next < 0 ? text[at..] : text[at..next]);
            at = next;
        }
    }

    /// <summary>Runs code of the library on foreign bytes.</summary>
    /// <exception cref="KeyRefusedException">It found them to be broken, whatever it threw.</exception>
    public static T Trying<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not KeyRefusedException)
        {
            // Memory, too, is short only where a packet lies about its length: what is read is small.
            // Its message may quote bytes, and says nothing to whoever has made the file.
            throw new KeyRefusedException($"{what} is not well-formed OpenPGP ({fault.GetType().Name})");
        }
    }
}
