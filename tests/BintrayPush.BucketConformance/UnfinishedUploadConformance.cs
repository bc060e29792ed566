using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.BucketConformance;

/// <summary>Uploads into a bucket that are cut off: whichever server is asked for them goes on with them.</summary>
public abstract class UnfinishedUploadConformance
{
    private const int Size = 40 << 20;
    private const int Sent = 28 << 20;

    /// <summary>What is lost at a cut: the part that was being sent, and the one that was being filled.</summary>
    private const int Lost = 2 * (8 << 20);

    private static readonly VersionAddress Version =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    private readonly LargeUpload _large = new(Version, Size);
    private IObjectStore _first = null!;
    private IObjectStore _second = null!;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    private ObjectStoreBintray Server => new(_first);

    private ObjectStoreBintray OtherServer => new(_second);

    /// <summary>Two stores over one new prefix.</summary>
    protected abstract Task<(IObjectStore First, IObjectStore Second)> OpenTwoAsync();

    [TestInitialize]
    public async Task OpenTheStores()
    {
        (_first, _second) = await OpenTwoAsync();
        await Server.CreateRepositoryAsync(Version.Repository, new RepositoryDetails(), Cancellation);
        await Server.CreatePackageAsync(Version.Package, new PackageDetails(), Cancellation);
    }

    [TestCleanup]
    public void CloseTheStores()
    {
        (_first as IDisposable)?.Dispose();
        (_second as IDisposable)?.Dispose();
    }

    [TestMethod]
    public async Task What_came_before_the_sender_went_is_gone_on_with_at_another_server()
    {
        await _large.SendAsync(Server, Sent, Cancellation);

        var offset = await OtherServer.FindUnfinishedAsync(_large.Request, Cancellation);
        var answer = await _large.GoOnAsync(OtherServer, offset, Cancellation);

        Assert.IsGreaterThanOrEqualTo(Sent - Lost, offset);
        Assert.AreEqual(_large.Sha256, answer.Sha256);
        await _large.AssertStoredAsync(Server, Cancellation);
        await NothingIsKeptAsync();
    }

    [TestMethod]
    public async Task So_it_is_when_the_call_is_cancelled_and_when_the_rest_is_cut_again()
    {
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Server.UploadAsync(_large.Request, _large.Cut(Sent - Lost, gone.Cancel), gone.Token));
        var first = await Server.FindUnfinishedAsync(_large.Request, Cancellation);
        await _large.SendAsync(Server, Sent, Cancellation);

        var second = await Server.FindUnfinishedAsync(_large.Request, Cancellation);

        Assert.IsGreaterThan(0, first);
        Assert.IsGreaterThan(first, second, "The longest counts.");
        await _large.GoOnAsync(OtherServer, second, Cancellation);
        await _large.AssertStoredAsync(Server, Cancellation);
    }

    [TestMethod]
    public async Task What_a_server_has_that_hears_nothing_any_more_is_gone_on_with()
    {
        var dead = new TaskCompletionSource();
        var silent = new TaskCompletionSource();
        var stalled = Server.UploadAsync(_large.Request, _large.Cut(Sent, silent.SetResult, dead.Task), Cancellation);
        await silent.Task.WaitAsync(Cancellation);

        var offset = await OtherServer.FindUnfinishedAsync(_large.Request, Cancellation);
        await _large.GoOnAsync(OtherServer, offset, Cancellation);

        Assert.IsGreaterThanOrEqualTo(Sent - Lost, offset);
        await _large.AssertStoredAsync(Server, Cancellation);
        dead.SetException(new IOException("gone"));
        await Assert.ThrowsAsync<Exception>(() => stalled);
    }

    [TestMethod]
    public async Task A_whole_upload_leaves_nothing_behind_and_neither_does_one_that_is_refused()
    {
        await Server.UploadAsync(_large.Request, _large.Whole(), Cancellation);
        await NothingIsKeptAsync();

        var other = _large.Request with { Path = RepositoryPath.Of("b") };
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => Server.UploadAsync(other, new MemoryStream([.. _large.Bytes.Span, 1]), Cancellation));
        Assert.AreEqual(400, refusal.Status);
        await NothingIsKeptAsync(other);
    }

    [TestMethod]
    public async Task Two_who_send_the_same_do_not_disturb_each_other()
    {
        await Task.WhenAll(
            Server.UploadAsync(_large.Request, _large.Whole(), Cancellation),
            OtherServer.UploadAsync(_large.Request, _large.Whole(), Cancellation));

        await _large.AssertStoredAsync(Server, Cancellation);
        await NothingIsKeptAsync();
    }

    [TestMethod]
    public async Task A_sweep_leaves_for_a_day_what_can_be_gone_on_with()
    {
        await _large.SendAsync(Server, Sent, Cancellation);

        await _second.DropStagedAsync(TimeSpan.Zero, dryRun: false, Cancellation);

        Assert.AreNotEqual(0, await Server.FindUnfinishedAsync(_large.Request, Cancellation));
    }

    /// <summary>What has its name is removed while nobody waits for it.</summary>
    private async Task NothingIsKeptAsync(UploadRequest? upload = null)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limited.CancelAfter(TimeSpan.FromSeconds(60));
        while (await Server.FindUnfinishedAsync(upload ?? _large.Request, limited.Token) > 0)
        {
            await Task.Delay(100, limited.Token);
        }
    }
}
