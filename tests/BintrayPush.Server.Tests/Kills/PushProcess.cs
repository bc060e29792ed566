using System.Diagnostics;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// A client as a process of its own, which can be killed: this executable once more, with a push instead of tests. It pushes a folder
/// as <c>bintray push</c> does, only that each folder below is a version: all of them are one push.
/// </summary>
internal sealed class PushProcess : IDisposable
{
    public const string Switch = "--push";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _said;
    private readonly string _receipt;

    private PushProcess(ProcessStartInfo start, string receipt)
    {
        _receipt = receipt;
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
        Ended = _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Its end, however that comes; an error if it does not come.</summary>
    public Task Ended { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it has ended by itself, with or without success.</summary>
    public bool HasSaidHowItEnded => _process.ExitCode is 0 or 1;

    /// <summary>Starts it.</summary>
    /// <param name="url">The service.</param>
    /// <param name="key">The key of <see cref="ServerUsers.Admin"/>.</param>
    /// <param name="files">What is pushed.</param>
    public static PushProcess Start(string url, string key, SentFiles files)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PushProcess).Assembly.Location);
        }

        var receipt = files.Folder + ".receipt.json";
        foreach (var argument in new[] { Switch, url, files.Package.Repository.ToString(), files.Package.Name, files.Folder, receipt })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["BINTRAY_API_KEY"] = key;
        // It lives for a second: there is nothing to be gained from measuring what is hot.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new PushProcess(start, receipt);
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var (url, repository, package, folder, file) = (args[1], args[2], args[3], args[4], args[5]);
        if (!ServiceUrl.TryParse(url, out var service, out var fault))
        {
            throw new ArgumentException(fault);
        }

        // The receipt of an earlier push must not stand for one that was killed.
        File.Delete(file);
        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [.. ArtifactsIn(folder, package)],
            Project = new(repository, package, null, null),
            MaxFiles = 0,
        });
        var key = new Secret(Environment.GetEnvironmentVariable("BINTRAY_API_KEY")!);
        using var client = BintrayHttpClient.Open(service, downloads: null, new Credentials(ServerUsers.Admin, key), new HttpLimits());
        var destination = new Destination(client, url, (_, _) => null, (_, _) => null);
        var receipt = await PushRun.RunAsync(plan, destination, new(), CancellationToken.None);
        ReceiptFile.Write(receipt, file);
        foreach (var problem in receipt.Problems)
        {
            await Console.Error.WriteLineAsync($"{problem.Code}: {problem.Text}");
        }

        return receipt.Complete ? 0 : 1;
    }

    /// <summary>SIGKILL, or what Windows has: nothing in the process is asked.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What it said of itself, now that it has ended.</summary>
    public async Task<SentReceipt> ReceiptAsync()
    {
        await Ended;
        var said = await _said;
        Assert.IsTrue(File.Exists(_receipt), $"The push left no receipt:\n{said}");
        return SentReceipt.Read(_receipt, _process.ExitCode, said);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }

    private static IEnumerable<Artifact> ArtifactsIn(string folder, string package) =>
        from version in Directory.GetDirectories(folder)
        from file in Directory.GetFiles(version)
        let name = Path.GetFileName(version)
        select Artifact.At(file) with { Own = new(null, null, name, SentFiles.PathOf(package, name, Path.GetFileName(file))) };
}
