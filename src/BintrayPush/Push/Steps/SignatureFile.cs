namespace BintrayPush.Push.Steps;

/// <summary>A local file in the place of a signature.</summary>
internal static class SignatureFile
{
    private const string Armour = "-----BEGIN PGP SIGNATURE-----";
    private const string ClearSigned = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const int Largest = 64 << 10;

    /// <summary>
    /// Whether it can be an OpenPGP signature: armoured, or packets, of which the first byte has its highest bit set (RFC 9580, section
    /// 4.2). Whether it is one of the file beside it is for the service to say; so is everything about a file that cannot be read now.
    /// </summary>
    public static bool MayBeOne(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            var bytes = new byte[Math.Min(content.Length, Largest)];
            var read = 0;
            int more;
            while (read < bytes.Length && (more = content.Read(bytes, read, bytes.Length - read)) > 0)
            {
                read += more;
            }

            var text = System.Text.Encoding.ASCII.GetString(bytes);
            return content.Length <= Largest && read > 0
                && ((bytes[0] & 0x80) != 0 || (text.Contains(Armour) && !text.Contains(ClearSigned)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
