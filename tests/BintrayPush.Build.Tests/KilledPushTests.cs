using System.Diagnostics;
using System.Globalization;
using BintrayPush.Api.Names;
using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Build.Tests;

/// <summary>
/// A build that is killed while it pushes 200 files, at random moments, six of them or as many as
/// BINTRAYPUSH_KILLS says. The moments are counted in events below the repository folder, so each lies within the push however fast the machine is.
/// </summary>
[TestClass]
public sealed class KilledPushTests : IDisposable
{
    private const int UsualKills = 6;
    private const int Files = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("local", "nuget");

    private readonly string _root = Path.Combine(Path.GetTempPath(), "bintray-killed-" + Guid.NewGuid().ToString("N"));

    public TestContext TestContext { get; set; } = null!;

    private string Home => Path.Combine(_root, "home");

    private string Store => Path.Combine(Home, "repository");

    [TestMethod]
    public async Task Whenever_it_is_killed_nothing_is_half_visible_and_the_next_run_completes_it()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BINTRAYPUSH_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Environment.TickCount;
        TestContext.WriteLine($"Seed {seed}; set BINTRAYPUSH_TEST_SEED to repeat.");
        var random = new Random(seed);
        Directory.CreateDirectory(Store);
        WriteProject();

        WriteFiles(0);
        var whole = Push(0, killAt: int.MaxValue);
        Assert.AreEqual(0, whole.Exit, whole.Output);
        var events = whole.Events;
        var kills = int.TryParse(Environment.GetEnvironmentVariable("BINTRAYPUSH_KILLS"), CultureInfo.InvariantCulture, out var asked)
            ? asked
            : UsualKills;
        var killed = 0;
        var round = 0;
        while (killed < kills)
        {
            Assert.IsLessThan(2 * kills, round, $"Only {killed} runs were killed before their end.");
            round++;
            WriteFiles(round);
            var moment = random.Next(1, events);
            var interrupted = Push(round, moment);
            killed += interrupted.Exit == 0 ? 0 : 1;
            Assert.DoesNotContain("error", interrupted.Output, $"Round {round} failed before it was killed.");

            var (published, _) = await SeenAsync(round);
            Assert.IsTrue(published is 0 or Files, $"Round {round}, killed at event {moment}: {published} of {Files} files are visible.");

            var rerun = Push(round, killAt: int.MaxValue);
            Assert.AreEqual(0, rerun.Exit, rerun.Output);
            Assert.AreEqual((Files, 0), await SeenAsync(round), $"Round {round}, after the next run.");
            IsPublic(round);
        }

        TestContext.WriteLine($"{killed} of {round} runs were killed; a whole one has {events} events.");
        await NothingIsLeftBehindAsync((round + 1) * Files);
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_root, recursive: true);
    }

    private void WriteProject() => File.WriteAllText(
        Path.Combine(_root, "push.proj"),
        $"""
        <Project DefaultTargets="Push">
          <UsingTask TaskName="BintrayPush.Build.PushToBintray" AssemblyFile="{Path.Combine(AppContext.BaseDirectory, "BintrayPush.Build.dll")}" />
          <Target Name="Push">
            <ItemGroup>
              <File Include="$(Round)/*" />
            </ItemGroup>
            <PushToBintray Artifacts="@(File)" Url="embedded" Package="killed" Version="$(Round)" MaxFiles="0"
                           ProjectName="push" ProjectDirectory="$(MSBuildProjectDirectory)" />
          </Target>
        </Project>
        """);

    /// <summary>Every round has its own content: equal content would not be written again.</summary>
    private void WriteFiles(int round)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, $"{round}")).FullName;
        for (var file = 0; file < Files; file++)
        {
            File.WriteAllText(Path.Combine(folder, $"{round}-{file}.txt"), $"file {file} of round {round}");
        }
    }

    private (int Exit, int Events, string Output) Push(int round, int killAt)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "push.proj", "-nologo", "-nodeReuse:false", "-m:1", $"-p:Round={round}"])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
        };
        start.Environment["BINTRAY_HOME"] = Home;
        start.Environment.Remove("BINTRAY_API_KEY");
        using var process = new Process { StartInfo = start };
        using var watcher = new FileSystemWatcher(Store) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        var events = 0;
        watcher.Created += (_, _) => Count();
        watcher.Renamed += (_, _) => Count();
        watcher.Deleted += (_, _) => Count();
        process.Start();
        watcher.EnableRaisingEvents = true;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"Round {round} did not end.");
        }

        return (process.ExitCode, Volatile.Read(ref events), output.GetAwaiter().GetResult());

        void Count()
        {
            if (Interlocked.Increment(ref events) == killAt)
            {
                // SIGKILL on POSIX, TerminateProcess on Windows: no handler runs, nothing is cleaned up.
                process.Kill();
            }
        }
    }

    /// <summary>What a reader and a publisher see of a round's version.</summary>
    private async Task<(int Published, int Pending)> SeenAsync(int round)
    {
        var service = (await FolderRepository.OpenAsync(Store, CancellationToken.None)).Service;
        var version = VersionAddress.Of(PackageAddress.Of(Repository, "killed"), $"{round}");
        if (await service.GetVersionAsync(version, CancellationToken.None) is null)
        {
            return (0, 0);
        }

        var listing = await service.ListFilesAsync(version, includeUnpublished: true, CancellationToken.None);
        return (listing.Published.Count, listing.Unpublished.Count);
    }

    private void IsPublic(int round)
    {
        for (var file = 0; file < Files; file++)
        {
            var path = Path.Combine(Store, "dl", "local", "nuget", $"{round}-{file}.txt");
            Assert.AreEqual($"file {file} of round {round}", File.ReadAllText(path));
        }
    }

    private async Task NothingIsLeftBehindAsync(int files)
    {
        var repository = await FolderRepository.OpenAsync(Store, CancellationToken.None);
        var swept = (await repository.SweepAsync(SweepOptions.Exclusive, CancellationToken.None)).Count;
        TestContext.WriteLine($"The sweep cleared {swept} objects away.");

        Assert.AreEqual(0, (await repository.SweepAsync(SweepOptions.Exclusive, CancellationToken.None)).Count);
        Assert.IsEmpty(FilesBelow("tmp"));
        Assert.IsEmpty(
            FilesBelow("r").Where(
                file => file.Contains($"{Path.DirectorySeparatorChar}pending{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));
        Assert.HasCount(files, FilesBelow("content"));
        Assert.HasCount(files, FilesBelow("dl"));
    }

    private string[] FilesBelow(string folder) => Directory.GetFiles(Path.Combine(Store, folder), "*", SearchOption.AllDirectories);
}
