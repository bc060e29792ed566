using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>Signing between verify and publish (semantics reference, section 6).</summary>
[TestClass]
public sealed class SignedPushTests
{
    private static readonly Func<PushSettings, PushSettings> Signed = request => request with
    {
        Signing = new SigningOrder(new Secret("open sesame")),
    };

    [TestMethod]
    public async Task Rule_6_4_a_version_is_signed_after_all_files_arrived_and_before_it_is_published()
    {
        using var scene = await PushScene.BeginAsync();
        SignFor(scene);

        var receipt = await scene.PushAsync(Signed, scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip", "a.zip.asc", "b.zip", "b.zip.asc" }, scene.PublicFiles);
        var calls = scene.Service.Calls.ToList();
        var sign = calls.FindIndex(call => call.StartsWith("SignVersion", StringComparison.Ordinal));
        Assert.IsLessThan(sign, calls.FindLastIndex(call => call.StartsWith("Upload acme/bin/b.zip", StringComparison.Ordinal)));
        Assert.IsLessThan(calls.FindIndex(call => call.StartsWith("Publish", StringComparison.Ordinal)), sign);
    }

    [TestMethod]
    public async Task What_is_published_with_its_signature_is_not_signed_again()
    {
        using var scene = await PushScene.BeginAsync();
        SignFor(scene);
        var artifact = scene.Write("a.zip", "alpha");
        await scene.PushAsync(Signed, artifact);

        var receipt = await scene.PushAsync(Signed, artifact);

        CollectionAssert.AreEqual(new[] { "a.zip Unchanged" }, receipt.Outcomes());
        Assert.HasCount(1, scene.Service.CallsOf("SignVersion"));
        Assert.HasCount(1, scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task What_was_published_unsigned_gets_its_signature_later()
    {
        using var scene = await PushScene.BeginAsync();
        SignFor(scene);
        var artifact = scene.Write("a.zip", "alpha");
        await scene.PushAsync(artifact);

        var receipt = await scene.PushAsync(Signed, artifact);

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip", "a.zip.asc" }, scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_text_in_the_place_of_a_signature_is_known_before_the_first_write()
    {
        using var scene = await PushScene.BeginAsync();
        SignFor(scene);
        var before = scene.Snapshot();

        var receipt = await scene.PushAsync(Signed, scene.Write("guide", "alpha"), scene.Write("guide.asc", "= A guide"));

        CollectionAssert.AreEqual(new[] { "BTP4074" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "'guide' is to be signed");
        CollectionAssert.AreEqual(before, scene.Snapshot());
        Assert.IsTrue((await scene.PushAsync(scene.Write("guide", "alpha"), scene.Write("guide.asc", "= A guide"))).Complete);
    }

    [TestMethod]
    public async Task A_refused_signature_leaves_everything_unpublished()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Sign = (_, _, _) => throw new BintrayException(400, "bad passphrase");

        var receipt = await scene.PushAsync(Signed, scene.Write("a.zip", "alpha"));

        Assert.IsFalse(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "BTP4009" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "bad passphrase (status 400)");
        StringAssert.Contains(receipt.Problems[0].Text, "'bintray discard acme/bin/");
        Assert.DoesNotContain("sesame", receipt.Problems[0].Text);
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task After_a_failed_upload_nothing_is_signed()
    {
        using var scene = await PushScene.BeginAsync();
        SignFor(scene);
        scene.Service.Before = call =>
        {
            if (call == "Upload acme/bin/a.zip")
            {
                throw new BintrayException(403, "forbidden");
            }
        };

        await scene.PushAsync(Signed, scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        Assert.IsEmpty(scene.Service.CallsOf("SignVersion"));
    }

    private static void SignFor(PushScene scene) => scene.Service.Sign = async (version, passphrase, cancellation) =>
    {
        Assert.AreEqual("open sesame", passphrase!.Reveal());
        var listing = await scene.Store.Service.ListFilesAsync(version, includeUnpublished: true, cancellation);
        foreach (var path in listing.Unpublished.Concat(listing.Published).Select(file => file.Path))
        {
            var request = new UploadRequest { Version = version, Path = RepositoryPath.Of(path + ".asc") };
            await scene.Store.Service.UploadAsync(request, new MemoryStream([1, 2, 3]), cancellation);
        }

        return new ServiceAnswer(null);
    };

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Where_nothing_is_signed_nothing_becomes_public(bool announced)
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { SignsNothing = announced };
        var artifact = scene.Write("a.zip", "alpha");
        var before = scene.Snapshot();

        var receipt = await scene.PushAsync(Signed, artifact);

        CollectionAssert.AreEqual(new[] { "BTP4020" }, receipt.Codes());
        Assert.IsFalse(receipt.Complete);
        Assert.IsEmpty(scene.PublicFiles);
        Assert.HasCount(announced ? 0 : 1, scene.Service.CallsOf("Upload"));
        if (announced)
        {
            CollectionAssert.AreEqual(before, scene.Snapshot());
            CollectionAssert.AreEqual(
                new[] { "BTP4020" }, (await scene.PreviewAsync(Signed, artifact)).Problems.Select(problem => problem.Code).ToArray());
        }
    }
}
