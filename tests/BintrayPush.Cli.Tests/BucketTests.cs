using System.Text.Json;
using BintrayPush.Api.Failures;
using BintrayPush.Storage.S3;
using BintrayPush.Storage.S3.Tests;

namespace BintrayPush.Cli.Tests;

/// <summary>A bucket is a place as a folder is one: pushed to by its keys alone, and served by any server over it.</summary>
[TestClass]
public sealed class BucketTests : CommandTest
{
    private const string Key = "AWS_ACCESS_KEY_ID";
    private const string Secret = "AWS_SECRET_ACCESS_KEY";

    public TestContext TestContext { get; set; } = null!;

    /// <summary>The library looks for them in the environment of the process, and so does the server that is started.</summary>
    [ClassInitialize]
    public static void GiveCredentials(TestContext _)
    {
        Environment.SetEnvironmentVariable(Key, "tester");
        Environment.SetEnvironmentVariable(Secret, "hunter2");
    }

    [ClassCleanup]
    public static void TakeCredentials()
    {
        Environment.SetEnvironmentVariable(Key, null);
        Environment.SetEnvironmentVariable(Secret, null);
    }

    [TestMethod]
    public async Task What_is_pushed_is_public_at_a_server_over_the_bucket_and_pushed_again_it_sends_nothing()
    {
        await using var engine = await SmallEngine.StartAsync();
        var bucket = engine.Place.Address;
        Write("one.txt", "1");

        Run([.. Verb("plan", bucket), "one.txt"]).Succeeds();
        Assert.IsEmpty(engine.Keys, "A plan writes nothing.");
        var pushed = Run([.. Verb("push", bucket), "one.txt", "--receipt", "receipt.json"]).Succeeds().Output;
        StringAssert.Contains(pushed, "one.txt (1 B), published; it has no public address");
        StringAssert.Contains(pushed, "1 uploaded");
        var keys = engine.Keys;
        StringAssert.Contains(Run([.. Verb("push", bucket), "one.txt"]).Succeeds().Output, "1 unchanged");
        CollectionAssert.AreEqual(keys.ToArray(), engine.Keys.ToArray());
        Run("verify", "receipt.json", "--url", bucket).Succeeds();
        Run("get", "acme/tools/one.txt", "--url", bucket, "--output", "got.txt").Succeeds();
        Assert.AreEqual("1", File.ReadAllText(At("got.txt")));

        using var server = await Testing.ServerProcess.StartAsync(bucket, TestContext.CancellationToken);
        using var client = new HttpClient();
        Assert.AreEqual(
            "1", await client.GetStringAsync(new Uri(server.Url, "/dl/acme/tools/one.txt"), TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task An_engine_that_does_not_keep_conditions_is_refused_with_the_step()
    {
        await using var engine = await SmallEngine.StartAsync(EngineFault.IgnoresCreate);
        Write("one.txt", "1");

        var said = Run([.. Verb("push", engine.Place.Address), "one.txt"]).Fails("BTP4092");

        StringAssert.Contains(said.Error, "in the step 'create ");
    }

    [TestMethod]
    public async Task Credentials_that_are_not_accepted_are_told_without_the_secret()
    {
        await using var engine = await SmallEngine.StartAsync();
        engine.Refuses = 403;
        Write("one.txt", "1");

        foreach (var verb in (string[])["plan", "push"])
        {
            var said = Run([.. Verb(verb, engine.Place.Address), "one.txt"]).Fails("BTP4077");
            Assert.IsFalse(said.Error.Contains("hunter2", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    public async Task A_receipt_does_not_decide_who_gets_signed_requests()
    {
        await using var engine = await SmallEngine.StartAsync();
        Write("one.txt", "1");
        var said = Run([.. Verb("push", engine.Place.Address), "one.txt", "--receipt", "receipt.json", "--json"]).Succeeds();
        using var receipt = JsonDocument.Parse(said.Output);
        Assert.AreEqual(engine.Place.Address, receipt.RootElement.GetProperty("destination").GetString());

        Run("verify", "receipt.json").IsWrongUsage("BTP4085");
    }

    [TestMethod]
    [DataRow("s3://", "BTP4090")]
    [DataRow("s3://Packs", "BTP4090")]
    [DataRow("s3:packs", "BTP4090")]
    [DataRow("s3://key:hunter2@packs", "BTP1008")]
    [DataRow("s3://packs?endpoint=http://s3.example.com", "BTP4090")]
    public void A_wrong_address_is_wrong_usage_and_no_key_is_shown(string address, string code)
    {
        Write("one.txt", "1");

        var said = Run([.. Verb("push", address), "one.txt"]).IsWrongUsage(code);

        Assert.IsFalse(said.Error.Contains("hunter2", StringComparison.Ordinal));
    }

    [TestMethod]
    public void A_static_feed_and_what_only_a_folder_has_are_refused()
    {
        Write("one.txt", "1");
        const string Bucket = "s3://packs/acme";

        Run([.. Verb("push", Bucket), "one.txt", "--static-feed"]).IsWrongUsage("BTP1135");
        Run("sweep", Bucket).IsWrongUsage("BTP4084");
        Run("login", "--url", Bucket, "--user", "joe").IsWrongUsage("BTP4084");
    }

    [TestMethod]
    [DataRow("NoSuchBucket", 404, BucketFault.Missing)]
    [DataRow("InvalidAccessKeyId", 403, BucketFault.Credentials)]
    [DataRow("AuthorizationHeaderMalformed", 400, BucketFault.Elsewhere)]
    [DataRow("PermanentRedirect", 301, BucketFault.Elsewhere)]
    [DataRow("SlowDown", 503, BucketFault.Other)]
    public void What_an_engine_answers_is_told_apart(string code, int status, BucketFault expected)
    {
        var answer = new Amazon.S3.AmazonS3Exception("no") { ErrorCode = code, StatusCode = (System.Net.HttpStatusCode)status };

        Assert.AreEqual(expected, BucketFaults.Of(new BintrayException(BintrayException.Unavailable, "no", answer)));
    }

    private static string[] Verb(string verb, string bucket) =>
        [verb, "--package", "acme", "--version", "1.0.0", "--repo", "acme/tools", "--url", bucket];
}
