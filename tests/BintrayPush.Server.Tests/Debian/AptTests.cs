using System.Diagnostics;

namespace BintrayPush.Server.Tests.Debian;

/// <summary>
/// apt itself, with folders of its own: nothing of this machine's is touched. BINTRAYPUSH_UPDATES asks for another number of updates, such
/// as 300, while a third as many packages are published.
/// </summary>
[TestClass]
public sealed class AptTests
{
    private const int UsualUpdates = 9;
    private const int UpdatesForEach = 3;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Apt_updates_without_a_mismatch_while_others_publish_and_installs_what_came_last()
    {
        if (!File.Exists("/usr/bin/apt-get") || !File.Exists("/usr/bin/dpkg-deb"))
        {
            Assert.Inconclusive("apt-get and dpkg-deb are not on this machine: it is no Debian.");
        }

        var updates = AskedNumber.Of("BINTRAYPUSH_UPDATES", UsualUpdates);
        using var scene = await DebianScene.StartAsync(Cancellation);
        await scene.UploadAsync(0, await PackAsync(scene, 0));
        await scene.PublishAsync(0);
        await PrepareAptAsync(scene);
        var publishing = Task.Run(() => PublishAsync(scene, updates / UpdatesForEach), Cancellation);
        for (var i = 0; i < updates; i++)
        {
            await UpdateAsync(scene, $"update {i}");
        }

        await publishing;
        await UpdateAsync(scene, "last update");
        var last = updates / UpdatesForEach;
        var policy = await AptAsync(scene, "apt-cache", "policy", "tool");
        StringAssert.Contains(policy.Output, $"Candidate: {last}\n", StringComparison.Ordinal);
        await InstallAsync(scene, last - 1);
        await InstallAsync(scene, last);
        scene.Clear();
    }

    [TestMethod]
    public async Task Apt_refuses_an_index_that_somebody_else_signed()
    {
        if (!File.Exists("/usr/bin/apt-get") || !File.Exists("/usr/bin/dpkg-deb"))
        {
            Assert.Inconclusive("apt-get and dpkg-deb are not on this machine: it is no Debian.");
        }

        using var scene = await DebianScene.StartAsync(Cancellation);
        using var other = await DebianScene.StartAsync(Cancellation);
        await scene.UploadAsync(1, await PackAsync(scene, 1));
        await scene.PublishAsync(1);
        await PrepareAptAsync(scene, keyOf: other);
        var update = await AptAsync(scene, "apt-get", "update");
        StringAssert.Contains(update.Output, "NO_PUBKEY", StringComparison.Ordinal);
        Assert.AreEqual("", (await AptAsync(scene, "apt-cache", "policy", "tool")).Output);
        scene.Clear();
        other.Clear();
    }

    /// <summary>Installs it, in place of an older one, into a root of its own.</summary>
    private async Task InstallAsync(DebianScene scene, int number)
    {
        var installed = await AptAsync(
            scene,
            "apt-get",
            "install",
            "--yes",
            "--no-install-recommends",
            "-o", $"Dpkg::Options::=--root={scene.At("root")}",
            "-o", "Dpkg::Options::=--force-not-root",
            "-o", "Dpkg::Options::=--log=/dev/null",
            "-o", "Dpkg::Use-Pty=false",
            $"tool={DebianScene.Text(number)}");
        Assert.AreEqual(0, installed.ExitCode, installed.Output);
        Assert.AreEqual(
            DebianScene.Text(number), await File.ReadAllTextAsync(scene.At("root", "usr", "share", "tool", "number"), Cancellation));
        var known = await RunAsync(
            scene.At(), [], "/usr/bin/dpkg-query", $"--admindir={scene.At("root", "var", "lib", "dpkg")}", "--show", "--showformat=${Version} ${Status}", "tool");
        Assert.AreEqual($"{DebianScene.Text(number)} install ok installed", known.Output);
    }

    private static async Task PublishAsync(DebianScene scene, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await scene.UploadAsync(i, await PackAsync(scene, i));
            await scene.PublishAsync(i);
        }
    }

    /// <summary>From the server, and from the plain files as any web server would serve them.</summary>
    private async Task PrepareAptAsync(DebianScene scene, DebianScene? keyOf = null)
    {
        foreach (var folder in (string[])
        [
            "apt/lists/partial", "apt/cache/archives/partial", "apt/etc/apt.conf.d", "apt/etc/preferences.d", "root/var/lib/dpkg/info",
            "root/var/lib/dpkg/updates", "root/var/lib/dpkg/triggers",
        ])
        {
            Directory.CreateDirectory(scene.At(folder));
        }

        using var http = ServerUsers.AnonymousOf((keyOf ?? scene).Url);
        var key = await http.GetStringAsync($"users/{ServerUsers.Subject}/keys/gpg/public.key", Cancellation);
        await File.WriteAllTextAsync(scene.At("apt", "acme.asc"), key, Cancellation);
        await File.WriteAllTextAsync(scene.At("root", "var", "lib", "dpkg", "status"), "", Cancellation);
        await File.WriteAllTextAsync(
            scene.At("apt", "sources.list"),
            $"deb [signed-by={scene.At("apt", "acme.asc")} arch=amd64] {scene.Url}dl/{DebianScene.Repository} stable main\n"
                + $"deb [signed-by={scene.At("apt", "acme.asc")} arch=amd64] copy:{scene.Plain} stable main\n",
            Cancellation);
        await File.WriteAllTextAsync(
            scene.At("apt", "apt.conf"),
            $"""
            Dir "{scene.At("apt")}";
            Dir::State "{scene.At("apt")}";
            Dir::State::lists "{scene.At("apt", "lists")}";
            Dir::State::status "{scene.At("root", "var", "lib", "dpkg", "status")}";
            Dir::Cache "{scene.At("apt", "cache")}";
            Dir::Etc "{scene.At("apt", "etc")}";
            Dir::Etc::sourcelist "{scene.At("apt", "sources.list")}";
            Dir::Etc::sourceparts "-";
            Dir::Log "{scene.At("apt")}";
            APT::Architecture "amd64";
            APT::Architectures "amd64";
            APT::Sandbox::User "";
            Acquire::Languages "none";
            Acquire::http::Proxy "DIRECT";
            """,
            Cancellation);
    }

    private static async Task UpdateAsync(DebianScene scene, string what)
    {
        var update = await AptAsync(scene, "apt-get", "update");
        Assert.AreEqual(0, update.ExitCode, $"{what}: {update.Output}");
        foreach (var bad in (string[])["mismatch", "W:", "E:", "Err:"])
        {
            Assert.DoesNotContain(bad, update.Output, $"{what}: {update.Output}");
        }
    }

    private static Task<(int ExitCode, string Output)> AptAsync(DebianScene scene, string program, params string[] arguments) =>
        RunAsync(scene.At(), new() { ["APT_CONFIG"] = scene.At("apt", "apt.conf") }, $"/usr/bin/{program}", arguments);

    private static async Task<byte[]> PackAsync(DebianScene scene, int number)
    {
        var text = DebianScene.Text(number);
        var folder = scene.At("packages", text);
        Directory.CreateDirectory(Path.Combine(folder, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(folder, "usr", "share", "tool"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "DEBIAN", "control"),
            $"Package: tool\nVersion: {text}\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: a tool\n of some use\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "usr", "share", "tool", "number"), text);
        string[] compressions = ["xz", "gzip", "zstd", "none"];
        var (code, output) = await RunAsync(
            scene.At(),
            [],
            "/usr/bin/dpkg-deb",
            "--root-owner-group",
            "--uniform-compression",
            $"-Z{compressions[number % compressions.Length]}",
            "--build",
            folder,
            scene.At($"packages/{text}.deb"));
        Assert.AreEqual(0, code, output);
        return await File.ReadAllBytesAsync(scene.At($"packages/{text}.deb"));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
