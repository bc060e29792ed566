using BintrayPush.Feed.Tests;
using BintrayPush.Server.Feed.Index;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>The index is made from what is published. What becomes of its file while the server runs costs nobody an answer.</summary>
[TestClass]
public sealed class DamagedIndexTests
{
    private const string MadeAnew = "is damaged and is made anew";
    private const string Feed = "nuget/acme/nuget/v3";

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Damages =>
    [
        ["all overwritten", (Action<string>)(file => Overwrite(file, 0))],
        ["overwritten behind the first page", (Action<string>)(file => Overwrite(file, 4096))],
        ["empty", (Action<string>)(file => Truncate(file, 0))],
        ["cut off", (Action<string>)(file => Truncate(file, 4096 * 3))],
        ["deleted", (Action<string>)File.Delete],
        ["its log deleted", (Action<string>)(file => File.Delete($"{file}-wal"))],
        ["all of it deleted", (Action<string>)(file => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true))],
        ["all files empty", (Action<string>)(file => Array.ForEach(
            Directory.GetFiles(Path.GetDirectoryName(file)!), one => Truncate(one, 0)))],
        ["a table missing", (Action<string>)(file => Run(file, "DROP TABLE package"))],
        ["what a package says changed", (Action<string>)(file => Run(file, "UPDATE content SET facts = '{\"id'"))],
    ];

    public static string NameOf(System.Reflection.MethodInfo method, object[] values) => $"{method.Name} ({values[0]})";

    [TestMethod]
    [DynamicData(nameof(Damages), DynamicDataDisplayName = nameof(NameOf))]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task An_index_that_is_damaged_while_the_server_runs_is_made_anew(string _, Action<string> damage)
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "1.0.0"));
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Flush(scene);

        damage(Path.Combine(scene.Index, "feed-0.db"));
        // What a connection has in memory it does not read again.
        SqliteConnection.ClearAllPools();

        var calls = new List<Task<int>>();
        for (var i = 0; i < 3; i++)
        {
            calls.AddRange(((string[])[
                $"{Feed}/index.json", $"{Feed}/search?q=acme", $"{Feed}/autocomplete?q=acme", $"{Feed}/flat/acme.lib/index.json",
                $"{Feed}/registration-semver2/acme.lib/index.json", $"{Feed}/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg",
                "search/file?name=*.nupkg",
            ]).Select(path => StatusAsync(scene, path)));
            calls.Add(PushAsync(scene, $"2.0.{i}"));
        }

        CollectionAssert.AreEquivalent(
            Enumerable.Repeat(200, 21).Concat(Enumerable.Repeat(201, 3)).ToArray(), await Task.WhenAll(calls), scene.Server.Log.Text);
        Assert.AreEqual("1.0.0 2.0.0 2.0.1 2.0.2", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("Acme.Lib/2.0.2", await scene.SearchAsync("q=acme"));
        Assert.AreEqual(
            1, scene.Server.Log.Lines.Count(line => line.Contains(MadeAnew, StringComparison.Ordinal)), scene.Server.Log.Text);
    }

    private static async Task<int> StatusAsync(FeedScene scene, string path)
    {
        using var answer = await scene.Server.Anonymous.GetAsync(path);
        return (int)answer.StatusCode;
    }

    private static async Task<int> PushAsync(FeedScene scene, string version) =>
        (await scene.PushAsync(Nupkg.Make("Acme.Lib", version))).Status;

    /// <summary>Until then all of it is in the log beside it.</summary>
    private static void Flush(FeedScene scene) => Run(Path.Combine(scene.Index, "feed-0.db"), "PRAGMA wal_checkpoint(FULL)");

    private static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }

    private static void Overwrite(string file, int from)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = from;
        var garbage = new byte[stream.Length - from];
        new Random(1).NextBytes(garbage);
        stream.Write(garbage);
    }

    private static void Truncate(string file, int length)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(length);
    }
}
