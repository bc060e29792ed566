using System.Security.Cryptography;

namespace BintrayPush.Cli.Tests;

/// <summary><c>bintray promote --to</c>: a version in another repository without its bytes.</summary>
[TestClass]
public sealed class PromoteTests : EveryPlaceTest
{
    private const int Size = 300_000;

    private static readonly string Large = Convert.ToHexString(RandomNumberGenerator.GetBytes(Size / 2));

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_version_is_public_in_the_other_repository_without_its_bytes_being_sent_or_stored_again(string place)
    {
        await OpenAsync(place);
        Publish("acme/staging/lib/1.0", "a.bin", Large, "--description", "a library", "--property", "os=linux");
        Publish("acme/staging/lib/1.0", "deep/b.txt", "bb");
        Publish("acme/releases/other/1", "o.txt", "o");
        var (contents, bytes) = Stored(place);

        long sent;
        await using (var line = place == OnServer ? new CountingLine(Server.Url) : null)
        {
            var promoted = Run("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--url", line?.Url ?? Url).Succeeds().Output;
            StringAssert.Contains(promoted, "acme/staging/lib/1.0 -> acme/releases: 2 published, 0 unchanged, ");
            StringAssert.Contains(promoted, "copied there, nothing sent");
            sent = line?.Sent ?? 0;
        }

        Assert.IsLessThan(Size / 10, sent, "Only calls are sent.");
        Assert.AreEqual((contents, bytes), Stored(place));
        Assert.AreEqual(Size + 2, Json("get", "acme/releases/lib/1.0", "--to", "out").GetProperty("received").GetInt64());
        Assert.AreEqual(Large, File.ReadAllText(At("out", "lib", "1.0", "a.bin")));
        Assert.AreEqual("bb", File.ReadAllText(At("out", "lib", "1.0", "deep", "b.txt")));
        Assert.AreEqual("a library", Json("show", "acme/releases/lib").GetProperty("description").GetString());
        There("get", "acme/staging/lib/1.0", "--to", "still").Succeeds();

        // What is in both is two files: one goes without the other.
        There("delete", "acme/staging/lib/1.0", "--apply", "--newest-stable").Succeeds();
        There("get", "acme/releases/lib/1.0", "--to", "again").Succeeds();
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task What_waits_there_with_other_content_is_somebodys_and_stays(string place)
    {
        await OpenAsync(place);
        Publish("acme/staging/lib/1.0", "a.txt", "new");
        Publish("acme/releases/lib/1.0", "a.txt", "waits", "--publish", "false");

        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases").Fails("BTP4117");
        There("get", "acme/releases/lib/1.0", "--to", "out", "--unpublished").Succeeds();

        Assert.AreEqual("waits", File.ReadAllText(At("out", "lib", "1.0", "a.txt")));
        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--override").Succeeds();
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_second_call_does_only_what_is_missing_and_nothing_is_replaced_unless_told_to(string place)
    {
        await OpenAsync(place);
        Publish("acme/staging/lib/1.0", "a.txt", "new");
        Publish("acme/releases/lib/1.0", "a.txt", "old");
        Publish("acme/staging/lib/1.0", "b.txt", "b");

        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases").Fails("BTP4117");
        Assert.AreEqual(3, Json("get", "acme/releases/lib/1.0", "--to", "before").GetProperty("received").GetInt64());

        var replaced = Json("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--override");
        Publish("acme/staging/lib/1.0", "c.txt", "c");
        var more = Json("promote", "acme/staging/lib/1.0", "--to", "acme/releases");
        var none = There("promote", "acme/staging/lib/1.0", "--to", "acme/releases").Succeeds().Output;

        Assert.AreEqual((2, 2), (replaced.GetProperty("copied").GetInt32(), replaced.GetProperty("published").GetInt32()));
        Assert.AreEqual((1, 2), (more.GetProperty("copied").GetInt32(), more.GetProperty("unchanged").GetInt32()));
        StringAssert.Contains(none, "nothing was to be done");
        There("get", "acme/releases/lib/1.0", "--to", "after").Succeeds();
        Assert.AreEqual("new", File.ReadAllText(At("after", "lib", "1.0", "a.txt")));
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task Nothing_is_public_if_one_file_has_no_place_there_and_the_rest_comes_when_it_has(string place)
    {
        await OpenAsync(place);
        Publish("acme/staging/lib/1.0", "a.txt", "a");
        Publish("acme/staging/lib/1.0", "b.txt", "b");
        Publish("acme/releases/other/2", "o.txt", "o");

        // The path belongs to another version there.
        Write("taken/b.txt", "theirs");
        There(
            "push", "taken/b.txt", "--repo", "acme/releases", "--package", "other", "--version", "1", "--path", "lib/1.0/b.txt").Succeeds();
        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases").Fails("BTP4118");

        There("get", "acme/releases/lib/1.0", "--to", "out").Fails("BTP4110");
        There("delete", "acme/releases/other/1", "--apply", "--newest-stable").Succeeds();
        var again = Json("promote", "acme/staging/lib/1.0", "--to", "acme/releases");
        Assert.AreEqual((1, 2), (again.GetProperty("copied").GetInt32(), again.GetProperty("published").GetInt32()));
        Assert.AreEqual(2, Json("get", "acme/releases/lib/1.0", "--to", "out").GetProperty("received").GetInt64());
    }

    [TestMethod]
    public async Task What_makes_no_sense_is_wrong_usage()
    {
        await OpenAsync(InFolder);
        Publish("acme/staging/lib/1.0", "a.txt", "a");

        There("promote", "acme/staging/lib", "--to", "acme/releases").IsWrongUsage("BTP1043");
        There("promote", "acme/staging/lib/1.0", "--to", "releases").IsWrongUsage("BTP1043");
        There("promote", "acme/staging/lib/1.0", "--to", "acme/staging").IsWrongUsage("BTP1041");
        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--legs", "a").IsWrongUsage("BTP1041");
        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--repo", "acme").IsWrongUsage("BTP1041");
        There("promote", "17", "--override").IsWrongUsage("BTP1041");
        There("promote", "acme/staging/lib/1.0", "--to", "acme/releases").Fails("BTP1046");
        There("promote", "acme/staging/lib/2.0", "--to", "acme/staging2").Fails("BTP1046");
    }

    /// <summary>How many contents the store has, and their bytes.</summary>
    private (int Count, long Bytes) Stored(string place)
    {
        var files = new DirectoryInfo(Path.Combine(place == OnServer ? Server.Folder : Url, "content"))
            .GetFiles("*", SearchOption.AllDirectories);
        return (files.Length, files.Sum(file => file.Length));
    }
}
