using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Storage;

namespace BintrayPush.Cli.Tests;

/// <summary>
/// Three machines stage a tool and its packages for single runtimes, as processes of the program that are killed at random moments, in any
/// order; a seal is killed, too. Whoever sees the package that points to the others sees those. BINTRAYPUSH_LEGS asks for another number of
/// releases.
/// </summary>
[TestClass]
public sealed class KilledLegTests : CommandTest
{
    private const int UsualReleases = 1;
    private const int FilesOfEach = 1;

    private static readonly string[] Legs = ["win", "linux", "mac"];
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");

    private int _kills;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(600_000, CooperativeCancellation = true)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_release_of_three_legs_is_sealed_once_or_not_at_all_whoever_is_killed(bool overTheWire)
    {
        var seed = Number("BINTRAYPUSH_TEST_SEED") ?? Environment.TickCount;
        var releases = Number("BINTRAYPUSH_LEGS") ?? UsualReleases;
        TestContext.WriteLine($"Seed {seed}; set BINTRAYPUSH_TEST_SEED to repeat.");
        var random = new Random(seed);
        var data = At("data");
        using var server = overTheWire ? await StartServerAsync(data) : null;
        var place = server?.Url.AbsoluteUri ?? data;
        for (var i = 0; i < releases; i++)
        {
            await ReleaseAsync(place, data, $"run{i}", $"1.{i}.0", random, $"seed {seed}, release {i}");
        }

        TestContext.WriteLine($"{releases} releases, {_kills} kills");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private async Task ReleaseAsync(string place, string data, string id, string version, Random random, string context)
    {
        WriteFiles(version);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        var watching = Task.Run(() => WatchAsync(data, version, stop.Token));
        var legs = Legs.OrderBy(_ => random.Next()).ToList();

        // Each is started anew until it comes to its end, and the three of them run at the same time; one who seals too early is refused.
        var kills = legs.Select(_ => Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 30)).ToList()).ToList();
        await UntilDoneAsync(Push(place, id, legs[0], version), data, kills[0], context);
        var early = await RunProcessAsync(Seal(place, id), data, killedAfter: null);
        Assert.AreEqual(1, early.ExitCode, context);
        StringAssert.Contains(early.Said, "BTP4051", context);
        await Task.WhenAll(legs.Select((leg, i) => Task.Run(() => UntilDoneAsync(Push(place, id, leg, version), data, kills[i], context))));
        Assert.AreEqual((0, 4 * FilesOfEach), await CountAsync(data, version), context);

        await UntilDoneAsync(Seal(place, id), data, [.. Enumerable.Range(0, random.Next(2)).Select(_ => random.Next(1, 30))], context);
        var again = await RunProcessAsync(Seal(place, id), data, killedAfter: null);
        StringAssert.Contains(again.Said, "was published before", context);
        Assert.AreEqual((4 * FilesOfEach, 0), await CountAsync(data, version), context);
        await stop.CancelAsync();
        Assert.IsGreaterThan(0, await watching, context);
    }

    /// <summary>Looks for the package that points to others all the time.</summary>
    /// <returns>How often it has looked.</returns>
    private static async Task<int> WatchAsync(string data, string version, CancellationToken stop)
    {
        var looks = 0;
        while (!stop.IsCancellationRequested)
        {
            var service = FolderRepository.OpenForReading(data).Service;
            if (await PublishedAsync(service, VersionOf("tool", version)) > 0)
            {
                foreach (var leg in Legs)
                {
                    Assert.AreEqual(FilesOfEach, await PublishedAsync(service, VersionOf($"tool.{leg}", version)), leg);
                }
            }

            looks++;
            await Task.Yield();
        }

        return looks;
    }

    private static async Task<int> PublishedAsync(IFiles service, VersionAddress version)
    {
        try
        {
            return (await service.ListFilesAsync(version, includeUnpublished: false, CancellationToken.None)).Published.Count;
        }
        catch (BintrayException missing) when (missing.Status == BintrayException.NotFound)
        {
            return 0;
        }
    }

    private static async Task<(int Published, int Unpublished)> CountAsync(string data, string version)
    {
        var service = FolderRepository.OpenForReading(data).Service;
        var listings = await Task.WhenAll(Legs.Select(leg => $"tool.{leg}").Append("tool").Select(
            package => service.ListFilesAsync(VersionOf(package, version), includeUnpublished: true, CancellationToken.None)));
        return (listings.Sum(listing => listing.Published.Count), listings.Sum(listing => listing.Unpublished.Count));
    }

    private static VersionAddress VersionOf(string package, string version) =>
        VersionAddress.Of(PackageAddress.Of(Repository, package), version);

    /// <summary>Each machine has the package of its runtime, and one of them the package that points to all, too.</summary>
    private void WriteFiles(string version)
    {
        foreach (var leg in Legs)
        {
            Pack(leg, $"tool.{leg}", version, null);
        }

        Pack(Legs[0], "tool", version, "<DotNetCliTool Version=\"2\"><RuntimeIdentifierPackages>" + string.Concat(Legs.Select(
            leg => $"<RuntimeIdentifierPackage RuntimeIdentifier=\"{leg}\" Id=\"tool.{leg}\" />"))
            + "</RuntimeIdentifierPackages></DotNetCliTool>");
    }

    private void Pack(string leg, string id, string version, string? settings)
    {
        Directory.CreateDirectory(At(leg));
        using var archive = ZipFile.Open(At(leg, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        Add(
            $"{id}.nuspec",
            $"<package><metadata><id>{id}</id><version>{version}</version><description>A tool.</description></metadata></package>");
        Add("tools/any/any/content.txt", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{id} {version} {i * 7919 % 10007}\n")));
        if (settings is not null)
        {
            Add("tools/any/any/DotnetToolSettings.xml", settings);
        }

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.NoCompression).Open());
            writer.Write(text);
        }
    }

    private string[] Push(string place, string id, string leg, string version) =>
    [
        "push", .. Directory.GetFiles(At(leg), $"*.{version}.nupkg"), "--url", place, "--repo", Repository.ToString(), "--create-repo",
        "--release", id, "--leg", leg,
    ];

    private static string[] Seal(string place, string id) =>
        ["release", "seal", id, "--legs", string.Join(',', Legs), "--repo", Repository.Subject, "--url", place];

    private async Task<ServerProcess> StartServerAsync(string data)
    {
        Directory.CreateDirectory(data);
        (Variables["BINTRAY_USER"], Variables["BINTRAY_API_KEY"]) = (ServerUsers.Admin, ServerUsers.AddAdmin(data));
        return await ServerProcess.StartAsync(data, TestContext.CancellationToken);
    }

    /// <summary>Runs it until it comes to its end by itself, killed each time but the last.</summary>
    /// <param name="arguments">What is run.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="kills">For each time how many changes of the folder it lives to see.</param>
    /// <param name="context">What is said when it fails.</param>
    private async Task UntilDoneAsync(string[] arguments, string data, IReadOnlyList<int> kills, string context)
    {
        foreach (var changes in kills)
        {
            await RunProcessAsync(arguments, data, changes);
        }

        var (exitCode, said) = await RunProcessAsync(arguments, data, killedAfter: null);
        Assert.AreEqual(0, exitCode, $"{context}: {string.Join(' ', arguments)}\n{said}");
    }

    private async Task<(int ExitCode, string Said)> RunProcessAsync(string[] arguments, string data, int? killedAfter)
    {
        Directory.CreateDirectory(data);
        var start = new ProcessStartInfo("dotnet", [typeof(BintrayCommand).Assembly.Location, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var watcher = new FileSystemWatcher(data) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        using var process = Process.Start(start)!;
        var changes = 0;
        void Count(object sender, FileSystemEventArgs change)
        {
            if (Interlocked.Increment(ref changes) == killedAfter)
            {
                Interlocked.Increment(ref _kills);
                process.Kill();
            }
        }

        watcher.Created += Count;
        watcher.Renamed += Count;
        watcher.Deleted += Count;
        watcher.EnableRaisingEvents = killedAfter is not null;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return (process.ExitCode, string.Concat(said));
    }
}
