using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Access;

/// <summary>
/// Addresses of single files that need no login and hold for a short while: a client that was let in is sent there by a redirect, as the
/// original service sent its clients to a content network (protocol reference, section 13). JFrog CLI 1.x stores large files only so.
/// </summary>
internal sealed class SignedAddresses(byte[] key, TimeProvider time)
{
    /// <summary>The parameter with which a publisher asks for what waits.</summary>
    public const string Unpublished = "include_unpublished";

    private const string Expiry = "expiry";
    private const string Signature = "signature";

    /// <summary>How long an address holds: a large file is fetched in parts, whose first bytes may be asked for late.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The address of the file that a call asks for, on whatever host it was asked.</summary>
    public string Of(Call call, bool published)
    {
        var expiry = time.GetUtcNow().Add(Lifetime).ToUnixTimeMilliseconds();
        var pending = published ? "" : Unpublished + "=1&";
        var signature = Convert.ToHexStringLower(Sign(call, published, expiry));
        return string.Create(
            CultureInfo.InvariantCulture, $"/{Escaped(call.Target.Segments)}?{pending}{Expiry}={expiry}&{Signature}={signature}");
    }

    /// <summary>Whether a call comes with the signature of the very file that it asks for, in time.</summary>
    public bool Fits(Call call)
    {
        if (call.Query[Signature] is not { Length: 2 * HMACSHA256.HashSizeInBytes } shown
            || !long.TryParse(call.Query[Expiry], NumberStyles.None, CultureInfo.InvariantCulture, out var expiry)
            || expiry < time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(Sign(call, call.Query.Flag(Unpublished) != true, expiry));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown));
    }

    /// <summary>Escaped names hold no slash and no line break: no two files have the same text.</summary>
    private byte[] Sign(Call call, bool published, long expiry)
    {
        var (file, state) = (Escaped([call.Subject, call["repo"], .. call.Rest]), published ? "published" : "pending");
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file}\n{state}\n{expiry}")));
    }

    private static string Escaped(IEnumerable<string> segments) => string.Join('/', segments.Select(Uri.EscapeDataString));
}
