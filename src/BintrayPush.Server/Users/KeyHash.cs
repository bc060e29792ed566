using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Users;

/// <summary>
/// API keys and what is stored of them: <c>pbkdf2-sha256$rounds$salt$hash</c>. A key is 160 random bits, so the rounds need not slow
/// down guessing, only make it pointless; they are few enough that a wrong key does not stall the server.
/// </summary>
internal static class KeyHash
{
    private const string Kind = "pbkdf2-sha256";
    private const int Rounds = 50_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int KeyBytes = 20;

    /// <summary>A hash that no key has; checking against it takes as long as against a real one.</summary>
    public static string OfNobody { get; } = Of(NewKey());

    /// <summary>A new key: 40 lower-case hexadecimal digits, as Bintray's were (protocol reference 1.2).</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsForm(string text) => text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>What is to be stored of a key.</summary>
    public static string Of(string key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Join(
            '$',
            Kind,
            Rounds.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexStringLower(salt),
            Convert.ToHexStringLower(Derive(key, salt, Rounds)));
    }

    /// <summary>Whether a key is the one that was stored.</summary>
    public static bool Matches(string stored, string key)
    {
        var parts = stored.Split('$');
        return parts.Length == 4 && parts[0] == Kind
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            && CryptographicOperations.FixedTimeEquals(
                Convert.FromHexString(parts[3]), Derive(key, Convert.FromHexString(parts[2]), rounds));
    }

    private static byte[] Derive(string key, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(key), salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
