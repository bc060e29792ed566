using BintrayPush.Api.Model;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 9.</summary>
public abstract class PublishingConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_publish_makes_everything_pending_public_and_counts_it()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        Assert.AreEqual(2, (await PublishAsync(V1)).Files);
        CollectionAssert.AreEqual(new[] { "a", "b" }, await PublishedPathsAsync(V1));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        Assert.IsTrue((await Service.GetVersionAsync(V1, Cancellation))!.Published);
        Assert.AreEqual("1", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task A_version_with_nothing_pending_answers_zero()
    {
        await Service.CreateVersionAsync(V1, new VersionDetails(), Cancellation);
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
        await UploadAsync(V1, "a", "1", publish: true);
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
    }

    [TestMethod]
    public async Task A_publish_adds_to_what_is_public()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "b", "2");
        Assert.AreEqual(1, (await PublishAsync(V1)).Files);
        CollectionAssert.AreEqual(new[] { "a", "b" }, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task An_expected_list_publishes_exactly_that()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await UploadAsync(V1, "stranger", "3");
        Assert.AreEqual(2, (await PublishAsync(V1, Expect("a", "1"), Expect("b", "2"))).Files);
        CollectionAssert.AreEqual(new[] { "a", "b" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "stranger" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task If_an_expected_file_is_missing_or_differs_nothing_is_public()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await UploadAsync(V2, "c", "3");
        await RefusedAsync(409, "'b'", () => PublishAsync(V1, Expect("a", "1"), Expect("b", "other")));
        await RefusedAsync(409, "'none'", () => PublishAsync(V1, Expect("a", "1"), Expect("none", "1")));
        await RefusedAsync(409, "'c'", () => PublishAsync(V1, Expect("a", "1"), Expect("c", "3")));
        Assert.IsEmpty(await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "a", "b" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task An_expected_file_that_is_public_already_is_fine()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "b", "2");
        Assert.AreEqual(1, (await PublishAsync(V1, Expect("a", "1"), Expect("b", "2"))).Files);
        Assert.AreEqual(0, (await PublishAsync(V1, Expect("a", "1"), Expect("b", "2"))).Files);
        await RefusedAsync(409, "'a'", () => PublishAsync(V1, Expect("a", "other")));
    }

    [TestMethod]
    public async Task What_is_said_about_a_file_survives_its_replacement()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await Service.SetListedInDownloadsAsync(File("a"), listed: true, Cancellation);
        await Service.ReplaceAttributesAsync(File("a"), [new AttributeValues("os", AttributeType.String, ["linux"])], Cancellation);
        await UploadAsync(V1, "a", "2", replace: true, publish: true);
        Assert.HasCount(1, await Service.GetAttributesAsync(File("a"), null, Cancellation));
        Assert.AreEqual("2", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task Two_publishes_at_once_publish_each_file_once()
    {
        for (var i = 0; i < 10; i++)
        {
            await UploadAsync(V1, $"f{i}", $"{i}");
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PublishAsync(V1))));
        Assert.AreEqual(10, answers.Sum(answer => answer.Files));
        Assert.HasCount(10, await PublishedPathsAsync(V1));
    }
}
