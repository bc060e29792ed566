using System.Net;
using System.Net.Sockets;

namespace BintrayPush.Server.Access;

/// <summary>Where a request comes from, as far as callers are told apart by it.</summary>
internal static class CallerAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The address; of IPv6 the network, as one caller has all addresses of it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="forwarded">
    /// Whether a proxy writes the real address last into <c>X-Forwarded-For</c>. Without a proxy anybody could write anything there.
    /// </param>
    public static string Of(HttpContext http, bool forwarded)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (forwarded && IPAddress.TryParse(http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim(), out var told))
        {
            address = told;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
