using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>A package whose bytes are replaced is in its feed all the time, with the one content or with the other.</summary>
[TestClass]
public sealed class ReplacedPackageTests
{
    private const string Folder = "nuget/acme/nuget/v3/flat/acme.lib";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task A_package_that_is_replaced_while_it_is_read_is_there_all_the_time()
    {
        const int Times = 40;
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Build(0));
        await using var another = await scene.StartAnotherAsync("another");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);

        var readers = new[] { scene.Server, another }.SelectMany(server => new[]
        {
            ReadAsync(server.Anonymous, $"{Folder}/index.json", over.Token),
            ReadAsync(server.Anonymous, $"{Folder}/1.0.0/acme.lib.nuspec", over.Token),
            ReadAsync(server.Anonymous, $"{Folder}/1.0.0/readme", over.Token),
            ReadAsync(server.Anonymous, $"{Folder}/1.0.0/acme.lib.1.0.0.nupkg", over.Token),
        }).ToList();
        for (var build = 1; build <= Times; build++)
        {
            using var content = new ByteArrayContent(Build(build).Bytes);
            using var answer = await scene.Server.Http.PutAsync(
                "content/acme/nuget/Acme.Lib/1.0.0/Acme.Lib.1.0.0.nupkg?publish=1&override=1", content, TestContext.CancellationToken);
            Assert.AreEqual(201, (int)answer.StatusCode);
        }

        await over.CancelAsync();
        Assert.AreEqual("", string.Join("\n", (await Task.WhenAll(readers)).SelectMany(missed => missed).Distinct()));
    }

    /// <summary>Its README has another name each time, as its other entries may.</summary>
    private static Nupkg Build(int number) => Nupkg.Make(
        "Acme.Lib", "1.0.0", $"<readme>docs/{number}.md</readme>", ($"docs/{number}.md", $"build {number}"), ("lib/netstandard2.0/_._", ""));

    private static async Task<IReadOnlyList<string>> ReadAsync(HttpClient http, string path, CancellationToken over)
    {
        var missed = new List<string>();
        while (!over.IsCancellationRequested)
        {
            using var answer = await http.GetAsync(path, CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
            {
                missed.Add($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            }
        }

        return missed;
    }
}
