using System.Diagnostics;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Durability;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests;

/// <summary>Another process at work on the same folder: this executable once more, with a task instead of tests.</summary>
internal static class OtherProcess
{
    public const string Switch = "--other-process";

    /// <summary>What it says when it has come as far as the test wants it.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan WriteRetry = TimeSpan.FromSeconds(60);

    /// <param name="task">What it does.</param>
    /// <param name="folder">Where.</param>
    /// <param name="detail">What the task needs to know.</param>
    /// <param name="under">The program that it is started by, and its arguments.</param>
    public static Process Start(string task, string folder, string detail, params IReadOnlyList<string> under)
    {
        var start = new ProcessStartInfo(under.Concat([Environment.ProcessPath!]).First())
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in under.Concat([Environment.ProcessPath!]).Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        }

        foreach (var argument in new[] { Switch, task, folder, detail })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public static async Task UntilReadyAsync(this Process process)
    {
        using var limit = new CancellationTokenSource(WriteRetry);
        Assert.AreEqual(Ready, await process.StandardOutput.ReadLineAsync(limit.Token));
    }

    public static async Task UntilDoneAsync(this Process process)
    {
        using var limit = new CancellationTokenSource(WriteRetry);
        await process.WaitForExitAsync(limit.Token);
        Assert.AreEqual(0, process.ExitCode);
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var (task, folder, detail) = (args[1], args[2], args[3]);
        var version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");
        switch (task)
        {
            case "upload":
                var service = (await FolderRepository.OpenAsync(folder, CancellationToken.None)).Service;
                await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
                {
                    var path = RepositoryPath.Of($"{detail}/{i}");
                    var content = new MemoryStream(Encoding.UTF8.GetBytes(path.Value));
                    await service.UploadAsync(
                        new UploadRequest { Version = version, Path = path, Publish = i % 4 == 0 }, content, CancellationToken.None);
                })));
                return 0;
            case "perform":
                await Scenario.PerformAsync(folder, detail);
                return 0;
            case "attempt":
                await Scenario.AttemptAsync(folder, detail);
                return 0;
            case "open":
                await SayAsync(async () =>
                {
                    await FolderRepository.OpenAsync(folder, CancellationToken.None);
                    return "opened";
                });
                return 0;
            case "publish":
                await SayAsync(async () =>
                {
                    await Scenario.PublishAsync(folder, detail);
                    return "published";
                });
                return 0;
            case "count":
                await Console.Out.WriteLineAsync($"{await CountAsync(new FolderStore(folder, WriteRetry), detail)}");
                return 0;
            case "hold":
                using (await new FolderStore(folder, WriteRetry).Locks.EnterAsync(detail, CancellationToken.None))
                {
                    await WaitToBeKilledAsync();
                }

                return 1;
            case "release":
                await ReleaseAsync(folder, [.. detail.Split(' ').Select(VersionOf)]);
                return 1;
            case "stage":
                await new FolderStore(folder, WriteRetry).StageAsync(new EndlessStream(), CancellationToken.None);
                return 1;
            default:
                return 2;
        }
    }

    private static async Task SayAsync(Func<Task<string>> work)
    {
        try
        {
            await Console.Out.WriteLineAsync(await work());
        }
        catch (BintrayException refusal)
        {
            await Console.Out.WriteLineAsync(refusal.Message);
        }
    }

    /// <summary>Adds a byte to an object, again and again, and counts how often that was acknowledged.</summary>
    private static async Task<int> CountAsync(FolderStore store, string key)
    {
        var told = 0;
        for (var i = 0; i < 100; i++)
        {
            try
            {
                var old = await store.GetAsync(key, CancellationToken.None);
                told += await store.ReplaceAsync(key, old!.Tag, [.. old.Value, 1], CancellationToken.None) is null ? 0 : 1;
            }
            catch (BintrayException)
            {
                // Its lock file was removed: it was not acknowledged.
            }
        }

        return told;
    }

    /// <summary>Releases versions, and waits when all their heads are prepared.</summary>
    private static async Task ReleaseAsync(string folder, IReadOnlyList<VersionAddress> versions)
    {
        var store = new HookedStore(new FolderStore(folder, WriteRetry))
        {
            Before = (operation, key) => operation == "replace" && key.StartsWith(Keys.Releases, StringComparison.Ordinal)
                ? WaitToBeKilledAsync()
                : Task.CompletedTask,
        };
        var service = new ObjectStoreBintray(store, null, new StorageEnvironment());
        await service.PublishReleaseAsync([.. versions.Select(version => new ReleasedVersion(version, null))], CancellationToken.None);
    }

    private static VersionAddress VersionOf(string text)
    {
        var names = text.Split('/');
        return VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of(names[0], names[1]), names[2]), names[3]);
    }

    private static async Task WaitToBeKilledAsync()
    {
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadLineAsync();
    }

    /// <summary>Gives some bytes and then nothing more until the process is killed.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private bool _begun;

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (_begun)
            {
                await WaitToBeKilledAsync();
            }

            _begun = true;
            return count;
        }
    }
}
