using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing.Faults;

/// <summary>
/// A signed push of two versions in which one call goes wrong, once or always; and what must be true of it whatever goes wrong: versions
/// become public whole, only when all have arrived, the receipt is true, and the next push completes it.
/// </summary>
internal sealed class FaultedPush : IDisposable
{
    private static readonly string[] Files = ["a.zip", "b.zip", "c.zip"];
    private readonly PushScene _scene;
    private readonly Artifact[] _artifacts;
    private readonly List<string> _early = [];

    private FaultedPush(PushScene scene)
    {
        _scene = scene;
        _scene.Service.Sign = SignAsync;
        _artifacts = [.. Files.Select(name => scene.Write(name, name))];
        _artifacts[2] = _artifacts[2] with { Own = new(null, null, "3.0", null) };
    }

    public static async Task<FaultedPush> PrepareAsync() => new(await PushScene.BeginAsync());

    /// <summary>Pushes with the fault, then without it.</summary>
    /// <returns>What the first push came to: <c>done</c>, or its code.</returns>
    public async Task<string> RunAsync(string step, Fault fault, bool always)
    {
        var left = always ? int.MaxValue : 1;
        void Strike(string call)
        {
            if (call.StartsWith(step + " ", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0)
            {
                throw fault.Answer();
            }
        }

        _scene.Service.Before = call =>
        {
            NoteEarlyPublish(call);
            if (!fault.AfterTheWork)
            {
                Strike(call);
            }
        };
        _scene.Service.After = fault.AfterTheWork ? Strike : _ => { };
        return await PushTwiceAsync();
    }

    /// <summary>Pushes with bytes that change on the way, then without.</summary>
    public async Task<string> RunDamagedAsync(bool always)
    {
        var left = always ? int.MaxValue : 1;
        _scene.Service.Before = NoteEarlyPublish;
        _scene.Service.Wire = content =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                return content;
            }

            content.CopyTo(Stream.Null);
            return new MemoryStream([0, 1, 2, 3, 4]);
        };
        return await PushTwiceAsync();
    }

    /// <summary>
    /// Pushes to a service that only accepts publishes and carries them out when it was looked a few times, or never; then to one that
    /// answers when it is done.
    /// </summary>
    /// <param name="refusal">What it answers to a publish, if not that it accepted.</param>
    /// <param name="always">Whether it never carries them out.</param>
    public async Task<string> RunSlowAsync(Exception? refusal, bool always)
    {
        var slow = new SlowPublisher(_scene.Store.Service, always ? int.MaxValue : 3) { Refusal = refusal };
        _scene.Service.Publish = slow.AcceptAsync;
        _scene.Service.Before = call =>
        {
            NoteEarlyPublish(call);
            slow.Notice(call);
        };
        return await PushTwiceAsync();
    }

    /// <summary>Pushes twice to a service whose clock is hours off, as one kind of its answers shows.</summary>
    public async Task<string> RunSkewedAsync(string step, TimeSpan off)
    {
        var shown = 0;
        _scene.Service.Before = NoteEarlyPublish;
        _scene.Service.Answer = (call, answer) =>
        {
            if (!call.StartsWith(step + " ", StringComparison.Ordinal) || answer is null)
            {
                return answer;
            }

            shown++;
            return Skew.Of(answer, off);
        };
        var outcome = await PushTwiceAsync();
        Assert.IsGreaterThan(0, shown);
        return outcome;
    }

    public void Dispose() => _scene.Dispose();

    private async Task<string> PushTwiceAsync()
    {
        var receipt = await PushAsync();
        Assert.IsEmpty(_early, "A version was published before everything had arrived.");
        AssertTrue(receipt);

        _scene.Service.Before = NoteEarlyPublish;
        _scene.Service.After = _ => { };
        _scene.Service.Wire = content => content;
        _scene.Service.Publish = null;
        var repeated = await PushAsync();
        Assert.IsTrue(repeated.Complete, string.Join("\n", repeated.Problems.Select(problem => problem.Text)));
        AssertTrue(repeated);
        return receipt.Complete ? "done" : string.Join(" ", receipt.Codes().Distinct());
    }

    private Task<Receipt> PushAsync() => _scene.PushAsync(
        request => request with
        {
            Signing = new SigningOrder(null),
            VersionAttributes = [new AttributeValues("build", AttributeType.Number, ["17"])],
        },
        _artifacts);

    private void AssertTrue(Receipt receipt)
    {
        var visible = _scene.PublicFiles;
        Assert.AreEqual(visible.Contains("a.zip"), visible.Contains("b.zip"), "A version is half public.");
        foreach (var file in receipt.Files)
        {
            var path = file.Coordinates.Path!;
            Assert.AreEqual(visible.Contains(path), file.Published, $"The receipt is wrong about {path}.");
            if (file.Published)
            {
                Assert.AreEqual(path, _scene.PublicText(path));
                Assert.Contains(path + ".asc", visible, "A file is public without its signature.");
            }
        }

        Assert.AreEqual(receipt.Complete, receipt.Files.All(file => file.Published));
        Assert.AreEqual(receipt.Complete, receipt.Problems.Count == 0);
    }

    /// <summary>When the first version is published, all files of all versions must be there.</summary>
    private void NoteEarlyPublish(string call)
    {
        if (call.StartsWith("Publish", StringComparison.Ordinal))
        {
            var listing = _scene.Store.Service.ListFilesAsync(PushScene.Version.Package, includeUnpublished: true, CancellationToken.None)
                .GetAwaiter().GetResult();
            var there = listing.Unpublished.Concat(listing.Published).Where(file => file.Size == 5).Select(file => file.Path.Value);
            _early.AddRange(Files.Except(there));
        }
    }

    private async Task<ServiceAnswer> SignAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation)
    {
        var listing = await _scene.Store.Service.ListFilesAsync(version, includeUnpublished: true, cancellation);
        foreach (
            var path in listing.Unpublished.Concat(listing.Published).Select(file => file.Path).Where(path => Files.Contains(path.Value)))
        {
            var request = new UploadRequest { Version = version, Path = RepositoryPath.Of(path + ".asc"), Override = true };
            await _scene.Store.Service.UploadAsync(request, new MemoryStream([1, 2, 3]), cancellation);
        }

        return ServiceAnswer.Done;
    }
}
