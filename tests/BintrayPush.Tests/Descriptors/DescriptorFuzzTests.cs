using System.Globalization;
using System.Text;
using BintrayPush.Descriptors;
using BintrayPush.Messages;

namespace BintrayPush.Tests.Descriptors;

/// <summary>
/// Damaged descriptors: the reader says what is wrong or reads something that can be written and read again, and never throws.
/// BINTRAYPUSH_FUZZ_RUNS asks for more runs, BINTRAYPUSH_FUZZ_SEED for other ones.
/// </summary>
[TestClass]
public sealed class DescriptorFuzzTests
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "1e999",
            "-0",
            "\"${\"",
            "\"$${\"",
            "\"${X}\"",
            "\\ud800",
            "\\u0000",
            "../",
            "**/",
            "*",
            "?",
            ",,",
            "\"repo\"",
            "\"package\"",
            "\"version\"",
            "\"name\"",
            "\"released\"",
            "\"attributes\"",
            "\"values\"",
            "\"type\"",
            "\"applyToProps\"",
            "\"applyToFiles\"", "\"2015-01-04T00:00:00+9999\"", "9223372036854775807", "\n", "//",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0],
    ];

    private static readonly byte[][] Seeds =
    [
        Encoding.UTF8.GetBytes(DescriptorReaderTests.Worked),
        Encoding.UTF8.GetBytes(
            """{"package":{"name":"p","subject":"s","repo":"r","attributes":[{"name":"n","values":[1,true,"x"],"type":"number"}],"other":{"a":[{}]}},"version":{"name":"v","released":1420329600000},"applyToFiles":["bin/a,b/*.*","/x/**/y?"],"applyToProps":{"a*":["b?"]}}"""),
    ];

    [TestMethod]
    public void Whatever_is_in_a_descriptor_the_reader_does_not_throw()
    {
        var runs = Number("BINTRAYPUSH_FUZZ_RUNS", 5_000);
        var random = new Random(Number("BINTRAYPUSH_FUZZ_SEED", 20260203));
        var variables = DescriptorVariables.Of([new("X", "x")]);
        var (sound, json) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var content = Damaged(Seeds[random.Next(Seeds.Length)], random);
            DescriptorReading reading;
            try
            {
                reading = DescriptorReader.Read(content, variables, "bintray-info.json");
                if (reading.Descriptor is { } descriptor)
                {
                    var written = DescriptorWriter.Write(descriptor);
                    CollectionAssert.AreEqual(written, DescriptorWriter.Write(Given.Sound(DescriptorReader.Read(written, variables))));
                }
            }
            catch (Exception fault)
            {
                throw new AssertFailedException($"run {run}: {Convert.ToBase64String(content)}", fault);
            }

            Assert.AreEqual(reading.Descriptor is null, reading.Problems.Any(problem => problem.Severity == Severity.Error), $"run {run}");
            Assert.IsTrue(
                reading.Problems.All(problem => problem.Line >= 1 && problem.Column >= 1 && problem.Text.IndexOf('\n') < 0), $"run {run}");
            sound += reading.Descriptor is null ? 0 : 1;
            json += reading.Problems.Any(problem => problem.Code == "BTP2006") ? 0 : 1;
        }

        // Otherwise only the JSON reader was tested.
        Assert.IsGreaterThan(runs / 50, sound);
        Assert.IsGreaterThan(runs / 10, json);
    }

    private static byte[] Damaged(byte[] seed, Random random)
    {
        var content = new List<byte>(seed);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(content.Count + 1);
            var length = Math.Min(random.Next(1, 12), content.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    content.RemoveRange(at, length);
                    break;
                case 1:
                    content.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    content.InsertRange(random.Next(content.Count + 1), content.GetRange(at, length));
                    break;
                case 3 when at < content.Count:
                    content[at] = (byte)random.Next(256);
                    break;
                default:
                    ReplaceToken(content, random);
                    break;
            }
        }

        return [.. content];
    }

    /// <summary>Puts a piece in place of a text between quotes, so that the result often still is JSON.</summary>
    private static void ReplaceToken(List<byte> content, Random random)
    {
        var quotes = Enumerable.Range(0, content.Count).Where(index => content[index] == '"').ToList();
        if (quotes.Count < 2)
        {
            return;
        }

        var first = random.Next(quotes.Count - 1);
        content.RemoveRange(quotes[first] + 1, quotes[first + 1] - quotes[first] - 1);
        content.InsertRange(quotes[first] + 1, Pieces[random.Next(Pieces.Length)].Where(value => value != '"'));
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : fallback;
}
