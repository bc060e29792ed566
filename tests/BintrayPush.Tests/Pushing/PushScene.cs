using System.Collections.Concurrent;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Storage;
using BintrayPush.Verify;

namespace BintrayPush.Tests.Pushing;

/// <summary>A folder with files to push and a real repository to push them to, watched.</summary>
internal sealed class PushScene : IDisposable
{
    public static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "bin");
    public static readonly VersionAddress Version = VersionAddress.Of(PackageAddress.Of(Repository, "tool"), "2.0");

    private readonly string _root = Path.Combine(Path.GetTempPath(), "bintray-push-" + Guid.NewGuid().ToString("N"));

    private PushScene()
    {
        Limits = new PushLimits
        {
            Clock = new Clock(
                (wait, cancellation) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    Waits.Enqueue(wait);
                    return Task.CompletedTask;
                },
                () => 1,
                () => TimeSpan.Zero),
        };
        Directory.CreateDirectory(Path.Combine(_root, "files"));
    }

    public FolderRepository Store { get; private set; } = null!;

    public WatchedBintray Service { get; private set; } = null!;

    /// <summary>The waits before calls were made again, none of which takes any time.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public PushLimits Limits { get; set; }

    /// <summary>The files of <c>dl</c>, by their paths below the repository.</summary>
    public string[] PublicFiles
    {
        get
        {
            var folder = Path.Combine(Store.PublicFolder, "acme", "bin");
            return Directory.Exists(folder)
                ? [
                    .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                        .Select(file => file.Substring(folder.Length + 1).Replace('\\', '/')).OrderBy(file => file, StringComparer.Ordinal)
                ]
                : [];
        }
    }

    public static async Task<PushScene> BeginAsync()
    {
        var scene = new PushScene();
        scene.Store = await FolderRepository.OpenAsync(Path.Combine(scene._root, "repository"), CancellationToken.None);
        scene.Service = new WatchedBintray(scene.Store.Service);
        return scene;
    }

    public Artifact Write(string name, string content)
    {
        var path = Path.Combine(_root, "files", name);
        File.WriteAllText(path, content);
        return Artifact.At(path);
    }

    public Artifact WriteBytes(string name, byte[] content)
    {
        var path = Path.Combine(_root, "files", name);
        File.WriteAllBytes(path, content);
        return Artifact.At(path);
    }

    public string PublicText(string path) => File.ReadAllText(PublicFile(path));

    public string PublicFile(string path) => Path.Combine(Store.PublicFolder, "acme", "bin", path);

    /// <summary>A file beside the ones to be pushed.</summary>
    public string At(string name) => Path.Combine(_root, name);

    /// <summary>Reads back what a receipt says, from its file.</summary>
    public Task<VerifyReport> ReadBackAsync(
        Receipt receipt, Action<PushProgress>? progress = null, CancellationToken cancellation = default)
    {
        ReceiptFile.Write(receipt, At("receipt.json"));
        var stored = ReceiptReader.Read(At("receipt.json"), out var problems);
        Assert.IsNotNull(stored, string.Join("\n", problems.Select(problem => problem.Text)));
        return VerifyRun.RunAsync(stored, Destination, new() { Limits = Limits, Progress = progress }, cancellation);
    }

    public Task<Receipt> PushAsync(params Artifact[] artifacts) => PushAsync(request => request, artifacts);

    public Task<Receipt> PushAsync(Func<PushSettings, PushSettings> change, params Artifact[] artifacts) =>
        PushAsync(change, CancellationToken.None, artifacts);

    public Task<Receipt> PushAsync(Func<PushSettings, PushSettings> change, CancellationToken cancellation, params Artifact[] artifacts) =>
        PushRun.RunAsync(PlanOf(change, artifacts), Destination, new() { Limits = Limits }, cancellation);

    public Task<Receipt> PushAsync(Action<PushProgress> progress, params Artifact[] artifacts) =>
        PushRun.RunAsync(PlanOf(request => request, artifacts), Destination, new() { Limits = Limits, Progress = progress }, default);

    /// <summary>With a journal.</summary>
    public Task<Receipt> PushAsync(string journal, params Artifact[] artifacts) =>
        PushRun.RunAsync(PlanFor(artifacts), Destination, new() { Limits = Limits, JournalFile = journal }, default);

    public static Plan PlanFor(params Artifact[] artifacts) => PlanOf(request => request, artifacts);

    public Task<DryRunReport> PreviewAsync(Func<PushSettings, PushSettings> change, params Artifact[] artifacts) =>
        DryRun.RunAsync(PlanOf(change, artifacts), Destination, Limits, CancellationToken.None);

    /// <summary>Every object of the store with its content.</summary>
    public string[] Snapshot() =>
        [.. Directory.EnumerateFiles(Store.Folder, "*", SearchOption.AllDirectories).OrderBy(file => file, StringComparer.Ordinal).Select(
            file => $"{file} {Convert.ToBase64String(File.ReadAllBytes(file))}")];

    public Destination Destination => new(
        Service, Store.Folder, (file, details) => details.Private == true ? null : Store.PublicFile(file), (_, _) => Store.PublicFolder)
    {
        HasPlainFiles = true,
    };

    private static Plan PlanOf(Func<PushSettings, PushSettings> change, Artifact[] artifacts)
    {
        var plan = Planner.Make(change(new PushSettings
        {
            Artifacts = artifacts,
            Project = new("acme/bin", "tool", "2.0", null),
            Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
        }));
        Assert.IsTrue(plan.IsSound, string.Join("\n", plan.Problems.Select(problem => problem.Text)));
        return plan;
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_root, recursive: true);
    }
}

/// <summary>What a receipt says, in short.</summary>
internal static class ReceiptWords
{
    public static string[] Outcomes(this Receipt receipt) =>
        [.. receipt.Files.Select(file => $"{file.Coordinates.Path} {file.Outcome}{(file.Published ? "" : " unpublished")}")];

    public static string[] Findings(this VerifyReport report) =>
        [.. report.Files.Select(file => $"{file.Claim.Address.Path} {file.Finding}")];

    public static string[] Codes(this VerifyReport report) => [.. report.Problems.Select(problem => problem.Code)];

    public static string[] Codes(this Receipt receipt) => [.. receipt.Problems.Select(problem => problem.Code)];
}
