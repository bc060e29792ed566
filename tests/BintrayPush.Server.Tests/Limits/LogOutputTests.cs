using BintrayPush.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>Lines that are written together, and still each of them, in order, at the latest when the server ends.</summary>
[TestClass]
public sealed class LogOutputTests
{
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public void Every_line_is_written_in_its_order_and_what_waits_at_the_end_too()
    {
        const int Lines = 2000;
        using var output = new StringWriter();
        using (var log = new LogOutput(new LogFormat(LogFormat.Plain), output, TextWriter.Null))
        {
            var logger = log.CreateLogger("category");
            for (var i = 0; i < Lines; i++)
            {
                logger.Log(LogLevel.Information, default, i, exception: null, (number, _) => $"line {number}");
            }
        }

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Lines).Select(i => $"line {i}").ToArray(),
            lines.Select(line => line[line.IndexOf("line", StringComparison.Ordinal)..]).ToArray());
        StringAssert.Contains(lines[0], " info: category[0] line 0", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_request_has_the_same_words_and_values_as_before()
    {
        var request = new AnsweredRequest("GET", "/dl/a", 200, "joe", 1.26);

        Assert.AreEqual("GET /dl/a 200 joe 1.3 ms", AnsweredRequest.Format(request, null));
        CollectionAssert.AreEqual(
            new[] { "Method", "Path", "Status", "User", "Milliseconds", "{OriginalFormat}" }, request.Select(value => value.Key).ToArray());
    }
}
