using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Api.Content;

/// <summary>Lower-case hexadecimal, the form of every checksum here.</summary>
public static class Hex
{
    /// <summary>Bytes as digits.</summary>
    public static string Of(byte[] bytes)
    {
        const string Digits = "0123456789abcdef";
        var text = new char[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[bytes[i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }

    /// <summary>The SHA-256 of bytes.</summary>
    public static string Sha256Of(byte[] bytes)
    {
#if NET
        return Of(SHA256.HashData(bytes));
#else
        using var sha256 = SHA256.Create();
        return Of(sha256.ComputeHash(bytes));
#endif
    }

    /// <summary>The SHA-256 of a text in UTF-8.</summary>
    public static string Sha256Of(string text) => Sha256Of(Encoding.UTF8.GetBytes(text));
}
