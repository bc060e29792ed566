using BintrayPush.Feed.StaticFeeds;

namespace BintrayPush.Feed.Tests.StaticFeeds;

[TestClass]
public sealed class FeedRootTests
{
    [TestMethod]
    [DataRow("https://example.test/feed", "https://example.test/feed/")]
    [DataRow("https://example.test/feed/", "https://example.test/feed/")]
    [DataRow("https://example.test/feed/index.json", "https://example.test/feed/")]
    [DataRow("http://127.0.0.1:81", "http://127.0.0.1:81/")]
    public void The_root_of_a_feed_is_the_address_of_its_folder(string text, string expected)
    {
        Assert.IsTrue(FeedRoot.TryParse(text, out var root, out var fault), fault);

        Assert.AreEqual(expected, root.Value);
    }

    [TestMethod]
    [DataRow("", "no address of the web")]
    [DataRow("feed/v3", "no address of the web")]
    [DataRow("file:///srv/feed", "no address of the web")]
    [DataRow("ftp://example.test/", "no address of the web")]
    [DataRow("https://me:secret@example.test/", "names a user")]
    [DataRow("https://example.test/?a=1", "'?'")]
    [DataRow("https://example.test/#a", "'?'")]
    public void What_is_no_such_address_is_refused_with_a_reason(string text, string reason)
    {
        Assert.IsFalse(FeedRoot.TryParse(text, out _, out var fault));

        StringAssert.Contains(fault, reason);
        Assert.IsFalse(fault.Contains("secret", StringComparison.Ordinal), fault);
    }
}
