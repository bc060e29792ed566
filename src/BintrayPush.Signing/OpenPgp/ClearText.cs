using System.Text;
using Org.BouncyCastle.Bcpg;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>
/// A text with its signature below it (RFC 9580, section 7). What is signed is not what is written: lines end with CR LF there, blanks at
/// their ends do not count, nor does the end of the last line. So a text with blanks there is refused: others disagree about them.
/// </summary>
internal sealed class ClearText
{
    private readonly string[] _lines;

    /// <exception cref="ArgumentException">A line ends with a blank, or with more than a line feed.</exception>
    public ClearText(string text)
    {
        _lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        if (_lines.Any(line => line.Length > 0 && line[^1] is ' ' or '\t' or '\r'))
        {
            throw new ArgumentException("A line of the text ends with a blank.", nameof(text));
        }
    }

    /// <summary>The bytes that a signature is made of.</summary>
    public byte[] Signed() => Encoding.UTF8.GetBytes(string.Join("\r\n", _lines));

    /// <summary>The message.</summary>
    /// <param name="hash">What the signature was made with.</param>
    /// <param name="signature">The signature, armoured.</param>
    public byte[] With(HashAlgorithmTag hash, string signature)
    {
        var message = new StringBuilder("-----BEGIN PGP SIGNED MESSAGE-----\n")
            .Append("Hash: ").Append(hash.ToString().ToUpperInvariant()).Append("\n\n");
        foreach (var line in _lines)
        {
            // What looks like the beginning of armour is marked.
            message.Append(line.StartsWith('-') ? "- " : "").Append(line).Append('\n');
        }

        return Encoding.UTF8.GetBytes(message.Append(signature).ToString());
    }
}
