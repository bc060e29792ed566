using System.Text;
using BintrayPush.Api.Failures;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>What is found out about an engine before anything is trusted to it, and how its other answers are taken.</summary>
[TestClass]
public sealed class ProbeTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(EngineFault.None, true)]
    [DataRow(EngineFault.ComparesWithoutQuotes, false)]
    public async Task An_engine_that_keeps_conditions_is_taken_with_its_own_way_to_write_tags(EngineFault way, bool quotes)
    {
        await using var engine = await SmallEngine.StartAsync(way);

        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);

        Assert.AreEqual(quotes, store.QuotesTags);
        var tag = await store.PutIfAbsentAsync("repo/a/b.json", Bytes("one"), Cancellation);
        Assert.IsNotNull(await store.ReplaceAsync("repo/a/b.json", tag!, Bytes("two"), Cancellation));
        Assert.IsNull(await store.ReplaceAsync("repo/a/b.json", tag!, Bytes("three"), Cancellation));
        Assert.AreEqual("two", Encoding.UTF8.GetString((await store.GetAsync("repo/a/b.json", Cancellation))!.Value));
        CollectionAssert.AreEqual(new[] { "acme/repo/a/b.json" }, engine.Keys.ToArray(), "the probe leaves nothing");
    }

    [TestMethod]
    [DataRow(EngineFault.IgnoresCreate, "create twice")]
    [DataRow(EngineFault.IgnoresReplace, "replace with a wrong tag")]
    [DataRow(EngineFault.ReplacesNothing, "replace a missing object")]
    [DataRow(EngineFault.RefusesEveryReplace, "replace")]
    [DataRow(EngineFault.LooksBeforeItCreates, "create at once")]
    [DataRow(EngineFault.RefusesEveryCreate, "create")]
    [DataRow(EngineFault.RemembersWhatWasDeleted, "create after delete")]
    [DataRow(EngineFault.SaysNothingHasChanged, "read if changed")]
    public async Task An_engine_that_does_not_is_refused_with_the_step_that_it_failed(EngineFault fault, string step)
    {
        await using var engine = await SmallEngine.StartAsync(fault);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => S3ObjectStore.OpenAsync(engine.Place, Cancellation));

        StringAssert.StartsWith(refusal.Message, "BTP4092: ");
        Assert.IsTrue(
            refusal.Message.Contains($"'{step}'", StringComparison.Ordinal)
                // Everything is tried at once: what ignores every create or refuses it fails at more than one place.
                || (fault is EngineFault.IgnoresCreate or EngineFault.RefusesEveryCreate
                    && refusal.Message.Contains("'create a", StringComparison.Ordinal)),
            refusal.Message);
        Assert.IsEmpty(engine.Keys, "the probe leaves nothing");
    }

    [TestMethod]
    public async Task A_list_has_all_its_pages_and_nothing_that_others_have_put_there()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        string[] keys = ["a/1", "a/2", "a/3", "a/4", "a/5", "b/1"];
        foreach (var key in keys.Append("a/.DS_Store"))
        {
            await store.PutIfAbsentAsync(key, [], Cancellation);
        }

        CollectionAssert.AreEqual(keys[..5], (await store.ListAsync("a/", Cancellation)).ToArray());
    }

    [TestMethod]
    public async Task What_an_engine_refuses_is_told_in_its_own_words_and_without_the_secret()
    {
        await using var engine = await SmallEngine.StartAsync();
        engine.Refuses = 403;

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => S3ObjectStore.OpenAsync(engine.Place, Cancellation));

        StringAssert.StartsWith(refusal.Message, "BTP4091: ");
        StringAssert.Contains(refusal.Message, "AccessDenied: you may not");
        Assert.IsFalse(refusal.ToString().Contains(CephNode.Secret, StringComparison.Ordinal));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
