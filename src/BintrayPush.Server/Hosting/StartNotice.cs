using Microsoft.Extensions.Hosting.Systemd;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Whoever has started this process and named a socket in <c>NOTIFY_SOCKET</c> (systemd, a container's engine) is told when it serves and
/// when it begins to stop: <c>sd_notify(3)</c>.
/// </summary>
internal static class StartNotice
{
    /// <summary>The variable that names the socket.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    /// <remarks>
    /// Not <c>AddSystemd</c>, which asks <c>/proc</c> whether the parent is systemd. A unit with <c>ProtectProc=invisible</c>, as ours,
    /// cannot see that, so nothing would be told and systemd would end a server that serves.
    /// </remarks>
    public static void Add(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }
}
