using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BintrayPush.Api.Content;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Background;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Tests.Background;

/// <summary>The lines between a build and the program that it waits for: what is written is read as it was, and nothing else is believed.</summary>
[TestClass]
public sealed class AttendedLinesTests
{
    private static readonly IReadOnlyList<Artifact> Files =
    [
        new Artifact { LocalPath = "/sources/a.zip", DefaultPath = "a.zip", Size = 12 },
        new Artifact { LocalPath = "/sources/b\n.zip", DefaultPath = "b.zip", Size = null },
    ];

    private static Receipt Receipt => new()
    {
        Project = "Acme",
        Destination = "s3://bucket/prefix?region=eu-1",
        Place = "s3://bucket/prefix",
        Started = DateTimeOffset.Parse("2026-02-03T10:30:00.123Z", CultureInfo.InvariantCulture),
        Duration = TimeSpan.FromMilliseconds(1234),
        Timings = new PushTimings(Seconds(1), Seconds(2), Seconds(3), Seconds(4), Seconds(5)),
        Complete = true,
        Cancelled = true,
        Leg = new PushedLeg("acme", "17", "win", ["linux", "win"]) { StagedFeeds = ["https://bintray.example/nuget/acme/tools"] },
        Files =
        [
            new PushedFile
            {
                Artifact = Files[1],
                Coordinates = new GivenCoordinates("acme/tools", "acme", "1.0.0", "x/b.zip"),
                Outcome = Outcome.Replaced,
                Published = true,
                Size = 7,
                Sha1 = new string('b', 40),
                Sha256 = new string('a', 64),
                Unpacked = [new PlacedContent(RepositoryPath.Of("x/y"), new ContentHashes(1, new string('c', 64), null, null))],
                Url = "https://example.org/x%20y",
                UploadTime = DateTimeOffset.Parse("2026-02-03T10:30:01Z", CultureInfo.InvariantCulture),
            },
            new PushedFile { Artifact = Files[0], Coordinates = GivenCoordinates.None, Outcome = Outcome.Skipped, Size = 12 },
            new PushedFile
            {
                Artifact = new Artifact { LocalPath = "/sums/SHA256SUMS", DefaultPath = "SHA256SUMS", Size = 90 },
                Coordinates = new GivenCoordinates("acme/tools", "acme", "1.0.0", "SHA256SUMS"),
                Outcome = Outcome.Failed,
                Size = 90,
            },
        ],
        Problems =
        [
            new Problem("BTP3001", Severity.Warning, "a \u2028 b\n##vso[x]", "/sources/a.zip", 3, 4),
            new Problem("BTP4077", Severity.Error, "no"),
        ],
    };

    [TestMethod]
    public void Words_are_read_as_they_were_said()
    {
        IsKept(new AttendedWord.Begun());
        IsKept(new AttendedWord.Told("ä\r\n\u001b[31m", IsDetail: true));
        IsKept(new AttendedWord.Complained(new Problem("BTP4077", Severity.Message, "\"quoted\"", "/a.csproj", 12, 3)));
        IsKept(new AttendedWord.Ended());
    }

    [TestMethod]
    public void A_receipt_is_read_as_it_was_with_the_artifacts_of_the_order_themselves()
    {
        var read = ((AttendedWord.Pushed)Read(Line(new AttendedWord.Pushed(Receipt)))).Receipt;

        Assert.AreEqual(Json(Receipt), Json(read));
        Assert.AreEqual(Receipt.Place, read.Place);
        Assert.IsTrue(read.Cancelled);
        Assert.AreEqual(Receipt.Timings, read.Timings);
        Assert.AreSame(Files[1], read.Files[0].Artifact);
        Assert.AreSame(Files[0], read.Files[1].Artifact);
        Assert.AreEqual("/sums/SHA256SUMS", read.Files[2].Artifact.LocalPath);
        CollectionAssert.AreEqual(Receipt.Problems.ToArray(), read.Problems.ToArray());
    }

    [TestMethod]
    public void A_plan_is_read_as_it_was()
    {
        var preview = new DryRunReport
        {
            Destination = "s3://bucket/prefix",
            Asked = Receipt.Started,
            Changes = ["create acme"],
            Files = [new DryRunFile(Files[0], Receipt.Files[0].Coordinates, Intention.Publish)],
            Problems = Receipt.Problems,
        };

        var read = ((AttendedWord.Previewed)Read(Line(new AttendedWord.Previewed(preview)))).Preview;

        Assert.AreEqual(preview.Files[0], read.Files[0]);
        Assert.AreSame(Files[0], read.Files[0].Artifact);
        CollectionAssert.AreEqual(preview.Changes.ToArray(), read.Changes.ToArray());
        CollectionAssert.AreEqual(preview.Problems.ToArray(), read.Problems.ToArray());
        Assert.AreEqual((preview.Destination, preview.Asked), (read.Destination, read.Asked));
    }

    [TestMethod]
    public void Orders_are_one_line_each_and_read_as_they_were()
    {
        var push = new AttendedOrder.Push(
            new BackgroundPush
            {
                Name = "Acme\n",
                Place = "s3://bucket",
                Settings = new PushSettings { Artifacts = Files, Project = GivenCoordinates.None },
            },
            IsDry: true,
            "/obj/receipt.journal.json");
        var verify = new AttendedOrder.Verify("/obj/receipt.json", "s3://bucket", "Acme", 3, 0);

        var read = (AttendedOrder.Push)Order(Line(push));

        Assert.AreEqual((push.IsDry, push.JournalFile, push.What.Name), (read.IsDry, read.JournalFile, read.What.Name));
        CollectionAssert.AreEqual(
            Files.Select(file => file.LocalPath).ToArray(), read.Files.Select(file => file.LocalPath).ToArray());
        Assert.AreEqual(verify, Order(Line(verify)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("\"ended\"")]
    [DataRow("{\"word\":\"ended\"")]
    [DataRow("{\"word\":\"ended\"} trailing")]
    [DataRow("{\"word\":\"Ended\"}")]
    [DataRow("{\"word\":\"begun\"}")]
    [DataRow("{\"word\":\"begun\",\"version\":2}")]
    [DataRow("{\"word\":\"begun\",\"version\":\"1\"}")]
    [DataRow("{\"word\":\"told\",\"isDetail\":true}")]
    [DataRow("{\"word\":\"told\",\"text\":\"no importance\"}")]
    [DataRow("{\"word\":\"told\",\"text\":{},\"isDetail\":true}")]
    [DataRow("{\"word\":\"complained\"}")]
    [DataRow("{\"word\":\"complained\",\"problem\":{\"severity\":\"error\",\"text\":\"\"}}")]
    [DataRow("{\"word\":\"complained\",\"problem\":{\"code\":\"CS1002\",\"severity\":\"error\",\"text\":\"\"}}")]
    [DataRow("{\"word\":\"complained\",\"problem\":{\"code\":\"BTP4077\",\"severity\":\"2\",\"text\":\"\"}}")]
    [DataRow("{\"word\":\"complained\",\"problem\":{\"code\":\"BTP4077\",\"severity\":\"error\",\"text\":\"\",\"line\":-1}}")]
    [DataRow("{\"word\":\"complained\",\"problem\":{\"code\":\"BTP4077\",\"severity\":\"error\"}}")]
    [DataRow("{\"word\":\"pushed\"}")]
    [DataRow("{\"word\":\"pushed\",\"pushed\":{}}")]
    [DataRow("{\"word\":\"previewed\",\"previewed\":{}}")]
    [DataRow("{\"word\":\"shutdown\"}")]
    [DataRow("Unhandled exception. System.IO.IOException: no")]
    [DataRow("\u0000\u0001\ufeff")]
    public void Nothing_else_is_a_word(string line) => Assert.ThrowsExactly<FormatException>(() => Read(line));

    [TestMethod]
    [DataRow("$.pushed.artifacts", "[0]", DisplayName = "fewer artifacts than files")]
    [DataRow("$.pushed.artifacts", "[2,0,null]", DisplayName = "a number that the order does not have")]
    [DataRow("$.pushed.artifacts", "[-1,0,null]", DisplayName = "a negative number")]
    [DataRow("$.pushed.artifacts", "null", DisplayName = "no artifacts")]
    [DataRow("$.pushed.place", "null", DisplayName = "no place")]
    [DataRow("$.pushed.receipt.destination", "null", DisplayName = "no destination")]
    [DataRow("$.pushed.receipt.started", "\"yesterday\"", DisplayName = "no time")]
    [DataRow("$.pushed.receipt.durationMilliseconds", "-1", DisplayName = "a negative time")]
    [DataRow("$.pushed.receipt.durationMilliseconds", "9223372036854775807", DisplayName = "an endless time")]
    [DataRow("$.pushed.receipt.files", "[null,null,null]", DisplayName = "files that are none")]
    [DataRow("$.pushed.receipt.problems", "[null]", DisplayName = "a problem that is none")]
    [DataRow("$.pushed.receipt.files[0].outcome", "\"Stolen\"", DisplayName = "no outcome")]
    [DataRow("$.pushed.receipt.files[0].outcome", "\"1\"", DisplayName = "the number of an outcome")]
    [DataRow("$.pushed.receipt.files[0].size", "-1", DisplayName = "a negative size")]
    [DataRow("$.pushed.receipt.files[0].sha256", "\"../../etc/passwd\"", DisplayName = "no checksum")]
    [DataRow("$.pushed.receipt.files[0].sha1", "\"AA\"", DisplayName = "half a checksum")]
    [DataRow("$.pushed.receipt.files[0].unpacked[0].path", "\"../x\"", DisplayName = "a path that leads out")]
    [DataRow("$.pushed.receipt.files[0].unpacked[0]", "null", DisplayName = "an unpacked file that is none")]
    [DataRow("$.pushed.receipt.files[0].uploadTime", "\"\"", DisplayName = "an empty time")]
    [DataRow("$.pushed.receipt.files[2].source", "\"\"", DisplayName = "a made file without a name")]
    [DataRow("$.pushed.receipt.leg.stagedFeeds", "[null]", DisplayName = "a staged feed without an address")]
    [DataRow("$.pushed.receipt.leg.legs", "[null]", DisplayName = "a leg without a name")]
    public void A_receipt_is_believed_whole_or_not_at_all(string path, string value)
    {
        var line = JsonNode.Parse(Line(new AttendedWord.Pushed(Receipt)))!;
        Set(line, path, value);

        Assert.ThrowsExactly<FormatException>(() => Read(line.ToJsonString()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("{\"version\":2}")]
    [DataRow("{\"version\":1}")]
    [DataRow("{\"version\":1,\"push\":{}}")]
    [DataRow("{\"version\":1,\"verify\":{}}")]
    [DataRow("{\"version\":1,\"verify\":{\"receiptFile\":\"r\",\"place\":\"s3://b\",\"name\":\"n\",\"maxParallelUploads\":0,\"retryCount\":0}}")]
    public void Nothing_else_is_an_order(string line) => Assert.ThrowsExactly<FormatException>(() => Order(Encoding.UTF8.GetBytes(line)));

    private static void Set(JsonNode root, string path, string value)
    {
        var names = path.Replace("[", ".[").Split('.').Skip(1).ToList();
        var node = names.Take(names.Count - 1).Aggregate(root, (at, name) => name[0] == '[' ? at[Number(name)]! : at[name]!);
        var last = names.Last();
        if (last[0] == '[')
        {
            node[Number(last)] = JsonNode.Parse(value);
        }
        else
        {
            node[last] = JsonNode.Parse(value);
        }
    }

    private static int Number(string name) => int.Parse(name.Trim('[', ']'), CultureInfo.InvariantCulture);

    private static void IsKept(AttendedWord word) => Assert.AreEqual(word, Read(Line(word)));

    private static string Line(AttendedWord word)
    {
        var line = AttendedLines.Write(word, Files);
        Assert.IsTrue(line.All(letter => letter is >= ' ' and <= '~'), line);
        return line;
    }

    private static AttendedWord Read(string line) => AttendedLines.ReadWord(line, Files);

    private static AttendedOrder Order(byte[] line) => AttendedLines.ReadOrder(line);

    private static byte[] Line(AttendedOrder order)
    {
        var line = AttendedLines.Write(order);
        Assert.AreEqual(line.Length - 1, Array.IndexOf(line, (byte)'\n'));
        return line;
    }

    private static string Json(Receipt receipt)
    {
        using var stream = new MemoryStream();
        PushJson.Write(receipt, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
