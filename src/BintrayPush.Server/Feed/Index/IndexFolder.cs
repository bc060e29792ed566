using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Store;

namespace BintrayPush.Server.Feed.Index;

/// <summary>Where the index is kept if nothing was set: in the cache of this account, for each store by itself.</summary>
internal static class IndexFolder
{
    private const int Digits = 16;

    public static string Of(string data)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ServerStores.NameOf(data))))[..Digits];
        return Path.Combine(Caches(), "bintray-server", name);
    }

    private static string Caches()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set && Path.IsPathFullyQualified(set))
        {
            return set;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
    }
}
