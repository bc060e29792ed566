using System.Net;
using System.Net.Sockets;

namespace BintrayPush.Server.Webhooks;

/// <summary>
/// Distinguishes public addresses from those of this machine and its private networks, to which a user must not be able to
/// send a server: services there trust their network.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            // This network, private, shared by a provider, loopback, link-local (a cloud tells a machine's secrets there), special, tests,
            // multicast, reserved.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>
    /// The one part of IPv6 that leads to everybody; inside of it are tunnels, whose other end is anybody's, and examples.
    /// </summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotGlobal =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    /// <summary>Whether an address belongs to the open network.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Closed, network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 =>
                Global.Contains(plain) && !Array.Exists(NotGlobal, network => network.Contains(plain)),
            _ => false,
        };
    }

    /// <summary>Whether a URL names such an address itself, not a host that would have to be looked up.</summary>
    public static bool IsKnownPrivate(Uri url) => IPAddress.TryParse(url.DnsSafeHost, out var address) && !Is(address);
}
