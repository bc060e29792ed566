using System.Diagnostics;

namespace BintrayPush.Testing;

/// <summary>
/// Starts a Ceph cluster of one node (<c>tests/ceph-node</c>).
/// </summary>
internal static class CephScript
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    /// <summary>Ends a test where there is none, unless it has to be there.</summary>
    public static void NeedsCeph()
    {
        if (!(File.Exists("/usr/bin/radosgw") && Environment.IsPrivilegedProcess)
            && Environment.GetEnvironmentVariable("BINTRAYPUSH_REQUIRE_CLIENTS") is not { Length: > 0 })
        {
            Assert.Inconclusive("This needs Ceph and root: apt-get install ceph-mon ceph-mgr ceph-osd radosgw ceph-common.");
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its folder, which is made.</param>
    /// <param name="key">The access key of its user; without it that of this process (AWS_ACCESS_KEY_ID).</param>
    /// <param name="secret">The secret key; without it that of this process (AWS_SECRET_ACCESS_KEY).</param>
    /// <returns>The address of its gateway.</returns>
    public static string Start(string folder, string? key = null, string? secret = null) => Run("start", folder, key, secret).Split('\n')
        .Single(line => line.StartsWith("endpoint=", StringComparison.Ordinal))["endpoint=".Length..];

    /// <summary>Ends one, and removes its folder.</summary>
    public static void Stop(string folder)
    {
        Run("stop", folder);
        Directory.Delete(folder, recursive: true);
    }

    private static string Run(string what, string folder, string? key = null, string? secret = null)
    {
        var start = new ProcessStartInfo(Script())
        {
            ArgumentList = { what, folder },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (key is not null)
        {
            start.Environment["AWS_ACCESS_KEY_ID"] = key;
            start.Environment["AWS_SECRET_ACCESS_KEY"] = secret;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(StartLimit))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"ceph-node {what}: {errors.Result}");
    }

    private static string Script()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "tests", "ceph-node")))
            {
                return Path.Combine(folder, "tests", "ceph-node");
            }
        }

        throw new InvalidOperationException("tests/ceph-node is not above this program");
    }
}
