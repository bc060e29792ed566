using System.Net;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Store;

namespace BintrayPush.Server.Hosting;

/// <summary>What is wrong with settings that are right one by one, or that only the parts they are for can read.</summary>
internal static class SettingConflicts
{
    /// <summary>Finds it, each with the name of the setting.</summary>
    public static IEnumerable<(string Name, string Reason)> In(ServerSettings settings)
    {
        var isBucket = ServerStores.IsBucket(settings.Data);
        if (settings.AccelLocation is not null && isBucket)
        {
            yield return ("accel-location", "--accel-location is for data folders: no web server finds the files of a bucket on a disk");
        }

        const string ForBuckets = "--cache and --redirect-contents are for buckets: the files of a data folder are on a disk already";
        if (settings.Cache is not null && !isBucket)
        {
            yield return ("cache", ForBuckets);
        }

        if (settings.RedirectContents is not null && !isBucket)
        {
            yield return ("redirect-contents", ForBuckets);
        }

        foreach (var fault in InOperations(settings))
        {
            yield return fault;
        }

        foreach (var fault in InRehearsal(settings))
        {
            yield return fault;
        }

        foreach (var url in AddressesIn(settings.Urls))
        {
            if (!IsAddress(url))
            {
                yield return (
                    "urls", $"'{url}' is no address to listen on. Valid values: addresses such as http://127.0.0.1:8081, separated by ';'");
            }
        }
    }

    /// <summary>What can be wrong with the options that watch and limit the server.</summary>
    private static IEnumerable<(string Name, string Reason)> InOperations(ServerSettings settings)
    {
        if (settings.MaxRequestsPerMinute < 0)
        {
            yield return ("max-requests-per-minute", "--max-requests-per-minute has to be 1 or more; 0 is for any number");
        }

        if (settings is { RetentionEvery: not null, Retention.Count: 0 })
        {
            yield return ("retention-every", "--retention-every says how often versions go, and --retention does not say which");
        }

        if (settings.PageSignIn is { } signIn)
        {
            if (signIn.Client.Length == 0)
            {
                yield return ("oidc-issuer", "--oidc-issuer needs --oidc-client: how the provider knows this server");
            }

            if (signIn.Issuer is { Scheme: not "https", IsLoopback: false })
            {
                yield return ("oidc-issuer", "--oidc-issuer has to be an https address: who changes its answers can sign in as anybody");
            }

            if (!settings.Pages)
            {
                yield return ("oidc-issuer", "--oidc-issuer is for the pages, and --no-pages says that there are none");
            }
        }

        if (settings.Metrics is { } metrics && !(metrics.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && IsAddress(metrics)))
        {
            yield return (
                "metrics", $"'{metrics}' is no address to listen on for metrics. Valid values: addresses such as http://127.0.0.1:9464");
        }
        else if (settings.Metrics is { } own && PortOf(own) is var port and not 0
            && AddressesIn(settings.Urls).Any(url => IsAddress(url) && PortOf(url) == port))
        {
            yield return ("metrics", $"'{own}' has a port that callers reach, too: metrics need one of their own");
        }
    }

    /// <summary>A server that fails on purpose is reached by nobody who does not know.</summary>
    private static IEnumerable<(string Name, string Reason)> InRehearsal(ServerSettings settings)
    {
        const string Cure = "Take --faults away, or say --faults-for-others if that is what you want";
        if (settings.Faults is null || settings.FaultsForOthers)
        {
            yield break;
        }

        if (settings.PublicUrl is not null)
        {
            yield return ("faults", $"--faults makes a server fail, and --public-url says that others use it. {Cure}");
        }

        if (settings.ForwardedFor || settings.AccelLocation is not null)
        {
            var by = settings.ForwardedFor ? "--forwarded-for" : "--accel-location";
            yield return ("faults", $"--faults makes a server fail, and {by} says that a proxy serves others from it. {Cure}");
        }

        if (KestrelSetup.AddressesOf(settings).FirstOrDefault(url => IsAddress(url) && !IsOfThisMachine(url)) is { } open)
        {
            yield return ("faults", $"--faults makes a server fail, and others reach it at '{open}'. {Cure}");
        }
    }

    private static bool IsOfThisMachine(string url) => BindingAddress.Parse(url) is var address
        && (address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number)));

    private static string[] AddressesIn(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int PortOf(string url) => BindingAddress.Parse(url).Port;

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
