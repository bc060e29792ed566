using System.Text;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Azure.Tests;

/// <summary>Small objects in memory, over this engine's own answers to a read under a condition.</summary>
[TestClass]
public sealed class RememberedObjectsTests
{
    private const string Key = "repo/_acme/_tools.json";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task What_has_not_changed_is_given_back_as_it_was_parsed_and_what_others_change_or_delete_the_next_read_shows()
    {
        using var store = AzuriteNode.Open();
        var (one, other) = (store.WithCaches(contents: null), store.WithCaches(contents: null));
        var tag = await other.PutIfAbsentAsync(Key, Encoding.UTF8.GetBytes("one"), Cancellation);
        var first = await one.GetAsync(Key, Cancellation);
        Assert.AreSame(first, await one.GetAsync(Key, Cancellation));

        tag = await other.ReplaceAsync(Key, tag!, Encoding.UTF8.GetBytes("two"), Cancellation);

        Assert.AreEqual("two", Text(await one.GetAsync(Key, Cancellation)));
        Assert.IsNotNull(await one.ReplaceAsync(Key, tag!, Encoding.UTF8.GetBytes("three"), Cancellation));
        Assert.AreEqual("three", Text(await other.GetAsync(Key, Cancellation)));
        await other.DeleteAsync(Key, Cancellation);
        Assert.IsNull(await one.GetAsync(Key, Cancellation));
    }

    private static string Text(StoredObject? stored) => Encoding.UTF8.GetString(stored!.Value);
}
