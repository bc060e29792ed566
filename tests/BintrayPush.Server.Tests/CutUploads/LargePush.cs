using System.Collections.Concurrent;
using BintrayPush.Api.Content;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Server.Tests.CutUploads;

/// <summary>A push of one large file, by the client that builds use.</summary>
internal sealed class LargePush : IDisposable
{
    public const int Size = 64 << 20;

    public static readonly FileAddress Target = new(RepositoryAddress.Of(ServerUsers.Subject, "large"), RepositoryPath.Of("a.bin"));

    private readonly string _folder = Directory.CreateTempSubdirectory("cut-upload-").FullName;
    private readonly ConcurrentQueue<string> _trace = new();

    public LargePush(int size = Size) => Write(seed: 17, size);

    public string File => Path.Combine(_folder, "a.bin");

    public string Sha256 => Hex.Of(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(File)));

    /// <summary>What the pushes have said to a diagnostic log.</summary>
    public string Trace => string.Join("\n", _trace);

    /// <summary>Another file of the same name.</summary>
    public void Write(int seed, int size = Size)
    {
        var content = new byte[size];
        new Random(seed).NextBytes(content);
        System.IO.File.WriteAllBytes(File, content);
    }

    /// <summary>Pushes as a process does that has just begun: it knows nothing of any push before.</summary>
    public async Task<Receipt> RunAsync(string service, string key, int retries = 5, string user = ServerUsers.Admin)
    {
        Assert.IsTrue(ServiceUrl.TryParse(service, out var url, out _));
        using var client = BintrayHttpClient.Open(url, downloads: null, new Credentials(user, new Secret(key)), new HttpLimits());
        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [Artifact.At(File)],
            Project = new(Target.Repository.ToString(), "lib", "1.0", null),
            Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
        });
        return await PushRun.RunAsync(
            plan,
            new Destination(client, service, (_, _) => null, (_, _) => null),
            new() { Limits = new PushLimits { RetryCount = retries }, Trace = _trace.Enqueue },
            CancellationToken.None);
    }

    /// <summary>Everybody reads the file that was pushed.</summary>
    public async Task AssertPublishedAsync(Receipt receipt, Uri server)
    {
        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)) + "\n" + Trace);
        using var http = ServerUsers.AnonymousOf(server);
        var content = await http.GetByteArrayAsync($"dl/{Target.Repository}/{Target.Path}");
        Assert.AreEqual(Sha256, Hex.Of(System.Security.Cryptography.SHA256.HashData(content)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
