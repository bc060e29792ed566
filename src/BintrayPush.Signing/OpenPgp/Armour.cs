using System.Text;
using Org.BouncyCastle.Bcpg;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>OpenPGP's own way to write bytes as text (RFC 9580, section 6), without a line that names a program.</summary>
internal static class Armour
{
    public static string Of(Action<Stream> write)
    {
        using var text = new MemoryStream();
        using (var armour = new ArmoredOutputStream(text, addVersionHeader: false))
        {
            write(armour);
        }

        // The library ends lines as the machine does.
        return Encoding.ASCII.GetString(text.ToArray()).ReplaceLineEndings("\n");
    }
}
