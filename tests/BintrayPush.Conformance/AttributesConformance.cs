using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 6.</summary>
public abstract class AttributesConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly AttributeValues Os = new("os", AttributeType.String, ["linux", "mac"]);
    private static readonly AttributeValues Score = new("score", AttributeType.Number, ["4.5"]);
    private static readonly AttributeValues Good = new("good", AttributeType.Boolean, ["true"]);
    private static readonly AttributeValues Since = new("since", AttributeType.Date, ["2026-01-31T10:00:00.000+01:00"]);

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await UploadAsync(V1, "a", "1");
    }

    [TestMethod]
    public async Task A_package_and_a_version_have_attributes_of_all_types()
    {
        foreach (var owner in new MetadataOwner[] { Lib, V1 })
        {
            Same([Os, Score, Good, Since], await Service.ReplaceAttributesAsync(owner, [Os, Score, Good, Since], Cancellation));
            Same([Os, Score, Good, Since], await Service.GetAttributesAsync(owner, null, Cancellation));
            Same([Os, Good], await Service.GetAttributesAsync(owner, ["os", "good", "none"], Cancellation));
            Same([Os, Score, Good, Since], await Service.GetAttributesAsync(owner, [], Cancellation));
        }

        CollectionAssert.AreEquivalent(
            new[] { "os", "score", "good", "since" }, (await Service.GetPackageAsync(Lib, Cancellation))!.AttributeNames.ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "os", "score", "good", "since" }, (await Service.GetVersionAsync(V1, Cancellation))!.AttributeNames.ToArray());
    }

    [TestMethod]
    public async Task What_is_said_of_a_waiting_file_holds_once_it_is_published_and_not_before()
    {
        await PublishAsync(V1);
        await UploadAsync(V1, "a", "2", replace: true);

        await Service.SetPendingMetadataAsync(File("a"), listed: true, [Os], Cancellation);

        Assert.IsTrue(Service.Capabilities.PendingMetadata);
        Assert.IsFalse((await Service.GetFileAsync(File("a"), Cancellation))!.ListedInDownloads);
        Same([], await Service.GetAttributesAsync(File("a"), null, Cancellation));
        await PublishAsync(V1);
        Assert.IsTrue((await Service.GetFileAsync(File("a"), Cancellation))!.ListedInDownloads);
        Same([Os], await Service.GetAttributesAsync(File("a"), null, Cancellation));
        await RefusedAsync(404, "", () => Service.SetPendingMetadataAsync(File("a"), listed: true, [], Cancellation));
    }

    [TestMethod]
    public async Task Replacing_forgets_merging_keeps_and_deleting_takes_the_named()
    {
        await Service.ReplaceAttributesAsync(Lib, [Os, Score], Cancellation);
        var less = Os with { Values = ["windows"] };
        Same([less, Score, Good], await Service.MergeAttributesAsync(Lib, [less, Good], Cancellation));
        await Service.DeleteAttributesAsync(Lib, ["score", "none"], Cancellation);
        Same([less, Good], await Service.GetAttributesAsync(Lib, null, Cancellation));
        Same([Score], await Service.ReplaceAttributesAsync(Lib, [Score], Cancellation));
        await Service.DeleteAttributesAsync(Lib, null, Cancellation);
        Assert.IsEmpty(await Service.GetAttributesAsync(Lib, null, Cancellation));
    }

    [TestMethod]
    public async Task A_file_has_attributes_before_and_after_it_is_published()
    {
        Same([Os], await Service.ReplaceAttributesAsync(File("a"), [Os], Cancellation));
        await PublishAsync(V1);
        Same([Os], await Service.GetAttributesAsync(File("a"), null, Cancellation));
        Same([Os, Score], await Service.MergeAttributesAsync(File("a"), [Score], Cancellation));
        Assert.AreEqual("1", await ReadAsync("a"));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_value_that_is_not_of_its_type_is_refused()
    {
        foreach (
            var wrong in new[] { Score with { Values = ["much"] }, Good with { Values = ["maybe"] }, Since with { Values = ["soon"] }, Os with { Name = " " } })
        {
            await RefusedAsync(400, "attribute", () => Service.ReplaceAttributesAsync(Lib, [wrong], Cancellation));
        }

        await RefusedAsync(400, "good", () => Service.MergeAttributesAsync(File("a"), [Good], Cancellation));
    }

    [TestMethod]
    public async Task A_missing_owner_is_told_by_name()
    {
        await RefusedAsync(404, "Package 'none'", () => Service.GetAttributesAsync(PackageAddress.Of(Repo, "none"), null, Cancellation));
        await RefusedAsync(404, "Version '2.0'", () => Service.MergeAttributesAsync(V2, [Os], Cancellation));
        await RefusedAsync(404, "'none' was not found", () => Service.DeleteAttributesAsync(File("none"), null, Cancellation));
    }

    /// <summary>The service keeps neither the order of attributes nor that of values.</summary>
    private static void Same(IReadOnlyList<AttributeValues> expected, IReadOnlyList<AttributeValues> actual) =>
        CollectionAssert.AreEquivalent(expected.Select(Text).ToArray(), actual.Select(Text).ToArray());

    private static string Text(AttributeValues attribute) =>
        $"{attribute.Name}:{attribute.Type}:{string.Join(',', attribute.Values.Order(StringComparer.Ordinal))}";
}
