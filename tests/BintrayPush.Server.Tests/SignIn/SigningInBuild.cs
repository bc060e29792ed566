using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Http.SignIn;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>A server and a build service that it trusts, both by a clock that the test moves; and a build that has no key.</summary>
[TestClass]
public abstract class SigningInBuild
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintraypush-build-").FullName;

    public TestContext TestContext { get; set; } = null!;

    private protected ManualTime Time { get; } = new();

    private protected RunningServer Server { get; private set; } = null!;

    private protected BuildService Service { get; private set; } = null!;

    /// <summary>What tokens must be for, if nobody says anything else.</summary>
    protected string Audience => Server.Url.GetLeftPart(UriPartial.Authority);

    protected static VersionAddress Version { get; } =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    [TestInitialize]
    public async Task BeginAsync()
    {
        Time.Advance(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
        Server = await RunningServer.StartWithPackageAsync(settings => settings with { Time = Time });
        Service = await BuildService.StartAsync();
        Service.Now = Time.GetUtcNow;
    }

    [TestCleanup]
    public async Task EndAsync()
    {
        await Service.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected Task TrustAsync(string? audience = null, string claim = "repository=acme/lib", string scope = "push") =>
        Service.TrustAsync(Server.Folder, audience ?? Audience, claim, scope);

    /// <summary>The client of a build with these variables in its environment.</summary>
    private protected BintrayHttpClient Open(
        Dictionary<string, string> job, Func<DateTimeOffset>? now = null, Func<ISignIn, ISignIn>? change = null, Uri? url = null)
    {
        Assert.IsTrue(ServiceUrl.TryParse((url ?? Server.Url).AbsoluteUri, out var service, out _));
        var limits = new HttpLimits();
        var signIn = BuildSignIn.Find(service, "acme", name => job.GetValueOrDefault(name), limits, now ?? Time.GetUtcNow);
        Assert.IsNotNull(signIn, "Nobody vouches for this build.");
        return BintrayHttpClient.Open(service, null, null, limits, change is null ? signIn : change(signIn));
    }

    /// <summary>Something that nobody may do without a key.</summary>
    private protected Task<PackageVersion> WriteAsync(BintrayHttpClient client, string version = "1.0") => client.CreateVersionAsync(
        VersionAddress.Of(Version.Package, version), new VersionDetails(), TestContext.CancellationToken);

    /// <summary>The failure of a build that tries to write.</summary>
    private protected async Task<BintrayException> RefusalAsync(Dictionary<string, string> job, Uri? url = null)
    {
        using var client = Open(job, url: url);
        return await Assert.ThrowsExactlyAsync<BintrayException>(() => WriteAsync(client));
    }

    /// <summary>A push of some files, one call after the other.</summary>
    private protected async Task<Receipt> PushAsync(BintrayHttpClient client, int files, int size)
    {
        var content = new byte[size];
        string[] paths = [.. Enumerable.Range(0, files).Select(i => Path.Combine(_folder, $"{i:00}.bin"))];
        foreach (var path in paths)
        {
            new Random(path.GetHashCode(StringComparison.Ordinal)).NextBytes(content);
            await File.WriteAllBytesAsync(path, content, TestContext.CancellationToken);
        }

        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [.. paths.Select(path => Artifact.At(path))],
            Project = new("acme/tools", "lib", "1.0", null),
        });
        return await PushRun.RunAsync(
            plan,
            new Destination(client, Server.Url.AbsoluteUri, (_, _) => null, (_, _) => null),
            new() { Limits = new PushLimits { MaxParallelUploads = 1 } },
            TestContext.CancellationToken);
    }
}
