using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BintrayPush.Artifacts;
using BintrayPush.Background;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Report;
using BintrayPush.Storage.S3.Tests;

namespace BintrayPush.Cli.Tests;

/// <summary>The command that does what a build orders while it waits: an order on its input, words on its output, and nothing else anywhere.</summary>
[TestClass]
public sealed class AttendedTests : CommandTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [ClassInitialize]
    public static void GiveCredentials(TestContext context) => BucketTests.GiveCredentials(context);

    [ClassCleanup]
    public static void TakeCredentials() => BucketTests.TakeCredentials();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_push_is_planned_carried_out_and_read_back(bool withMark)
    {
        await using var engine = await SmallEngine.StartAsync();
        var push = PushOf(engine.Place.Address);

        var planned = await AttendAsync(Line(new AttendedOrder.Push(push, IsDry: true, JournalFile: null), withMark));
        Assert.AreEqual(Intention.Add, planned.OfType<AttendedWord.Previewed>().Single().Preview.Files.Single().Intention);
        Assert.IsEmpty(engine.Keys, "A plan writes nothing.");

        var pushed = await AttendAsync(Line(new AttendedOrder.Push(push, IsDry: false, JournalFile: null), withMark));
        var receipt = pushed.OfType<AttendedWord.Pushed>().Single().Receipt;
        Assert.AreEqual((PushState.Done, Outcome.Uploaded, engine.Place.Address), (receipt.State, receipt.Files[0].Outcome, receipt.Destination));
        Assert.IsTrue(pushed.OfType<AttendedWord.Told>().Any(told => told.IsDetail), "The steps are told.");

        ReceiptFile.Write(receipt, At("receipt.json"));
        var verified = await AttendAsync(Line(new AttendedOrder.Verify(At("receipt.json"), engine.Place.Address, "Acme", 2, 0), withMark));
        StringAssert.Contains(verified.OfType<AttendedWord.Told>().Last().Text, "Acme -> ");
        StringAssert.Contains(verified.OfType<AttendedWord.Told>().Last().Text, ": verified 1 file, ");
        Assert.IsEmpty(verified.OfType<AttendedWord.Complained>());

        var elsewhere = await AttendAsync(Line(new AttendedOrder.Verify(At("receipt.json"), "s3://packs", "Acme", 2, 0), withMark));
        Assert.AreEqual("BTP1030", elsewhere.OfType<AttendedWord.Complained>().Single().Problem.Code);
    }

    [TestMethod]
    public async Task What_is_wrong_is_said_in_the_words_of_a_build()
    {
        await using var engine = await SmallEngine.StartAsync();
        engine.Refuses = 403;
        Assert.AreEqual("BTP4077", await ComplaintAsync(engine.Place.Address));
        Assert.AreEqual("BTP4090", await ComplaintAsync("s3://packs?endpoint=http://s3.example.com"));
        Write("machine.json", """{ "pushEnabled": false }""");
        Assert.AreEqual("BTP1096", await ComplaintAsync(engine.Place.Address));

        async Task<string> ComplaintAsync(string address)
        {
            var said = await AttendAsync(Line(new AttendedOrder.Push(PushOf(address), IsDry: false, JournalFile: null), withMark: false));
            var problem = said.OfType<AttendedWord.Complained>().Single().Problem;
            Assert.DoesNotContain("--url", problem.Text);
            Assert.DoesNotContain("hunter2", problem.Text);
            return problem.Code;
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("half an order")]
    [DataRow("\n")]
    [DataRow("push a.zip\n")]
    [DataRow("{\"version\":2}\n")]
    public async Task What_is_no_order_is_not_carried_out(string input)
    {
        var said = await AttendAsync(Encoding.UTF8.GetBytes(input), staysOpen: false);

        Assert.AreEqual("BTP1041", said.OfType<AttendedWord.Complained>().Single().Problem.Code);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task It_ends_with_its_input_and_with_anything_more_that_comes(bool withMore)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var order = Line(new AttendedOrder.Push(PushOf($"s3://packs?endpoint=http://{silent.LocalEndpoint}"), false, null), withMark: false);

        var said = await AttendAsync(withMore ? [.. order, (byte)'\n'] : order, staysOpen: withMore);

        Assert.IsEmpty(said.OfType<AttendedWord.Complained>());
        Assert.IsEmpty(said.OfType<AttendedWord.Pushed>());
    }

    private static byte[] Line(AttendedOrder order, bool withMark) =>
        [.. withMark ? Encoding.UTF8.GetPreamble() : [], .. AttendedLines.Write(order)];

    private BackgroundPush PushOf(string address) => new()
    {
        Name = "Acme",
        Project = "Acme",
        Place = address,
        MaxParallelUploads = 2,
        Settings = new PushSettings
        {
            Artifacts = [Artifact.At(Write("one.txt", "1"))],
            Project = new GivenCoordinates("acme/tools", "acme", "1.0.0", null),
            Repository = new RepositoryClause(new(), UpdateExisting: false, Create: true),
        },
    };

    /// <summary>All that is said, but for the first and the last word.</summary>
    private async Task<IReadOnlyList<AttendedWord>> AttendAsync(byte[] input, bool staysOpen = true)
    {
        var build = new Pipe();
        using var output = new MemoryStream();
        using var printed = new StringWriter();
        var environment = CliEnvironment with
        {
            OpenInput = () => build.Reader.AsStream(),
            OpenOutput = () => output,
        };
        var running = Task.Run(() => BintrayCommand.RunAsync(["jobs", "attend"], environment, printed, printed, CancellationToken.None));
        await build.Writer.WriteAsync(input);
        if (!staysOpen)
        {
            await build.Writer.CompleteAsync();
        }

        var exitCode = await running.WaitAsync(Patience);
        await build.Writer.CompleteAsync();
        Assert.AreEqual("", printed.ToString());
        var files = new[] { Artifact.At(At("one.txt")) };
        var words = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n')
            .Select(line => AttendedLines.ReadWord(line, files)).ToList();
        Assert.IsInstanceOfType<AttendedWord.Begun>(words[0]);
        Assert.IsInstanceOfType<AttendedWord.Ended>(words[^1]);
        Assert.AreEqual(words.Exists(word => word is AttendedWord.Complained) || !staysOpen ? 1 : exitCode, exitCode);
        return words[1..^1];
    }
}
