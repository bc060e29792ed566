using System.Globalization;
using System.Text.Json;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Storage.Tests.Statistics;

/// <summary>What becomes of the record of a package when downloads are added to it.</summary>
[TestClass]
public sealed class DownloadMergeTests
{
    private static long _batches;

    [TestMethod]
    [DataRow("2026-01-01:2", "2026-01-01=2", "2026-01-01=2", DisplayName = "the first day")]
    [DataRow("2026-01-01:2 2026-01-02:3", "2026-01-01=2 2026-01-02=3", "2026-01-01=2 2026-01-02=3", DisplayName = "the next day")]
    [DataRow("2026-01-02:3 2026-01-01:2", "2026-01-01=2 2026-01-02=3", "2026-01-01=2 2026-01-02=3", DisplayName = "late news")]
    [DataRow("2026-01-01:2 2026-03-31:1", "2026-01-01=2 2026-03-31=1", "2026-01-01=2 2026-03-31=1", DisplayName = "90 days")]
    [DataRow("2026-01-01:2 2026-04-01:1", "2026-01-01=2 2026-04-01=1", "2026-04-01=1", DisplayName = "91 days")]
    [DataRow("2026-01-01:2 2027-02-04:1", "2026-01-01=2 2027-02-04=1", "2027-02-04=1", DisplayName = "400 days")]
    [DataRow("2026-01-01:2 2027-02-05:1", "2027-02-05=1", "2027-02-05=1", DisplayName = "401 days")]
    public void Days_become_a_total_when_they_are_old(string batches, string ofVersion, string ofFile)
    {
        var record = new DownloadRecord();
        var sum = 0;
        foreach (var batch in batches.Split(' ').Select(batch => batch.Split(':')))
        {
            var count = int.Parse(batch[1], CultureInfo.InvariantCulture);
            sum += count;
            record = record.With(BatchOf(new CountedDownload("1.0", "a.zip", batch[0], count)));
        }

        var version = record.Versions["1.0"];
        Assert.AreEqual(ofVersion, TextOf(version.All));
        Assert.AreEqual(ofFile, TextOf(version.Files["a.zip"]));
        Assert.AreEqual(sum, version.All.Total);
        Assert.AreEqual(sum, version.Files["a.zip"].Total);
        Assert.AreEqual(0, record.Others);
    }

    [TestMethod]
    public void A_version_counts_all_of_its_files_together()
    {
        var record = new DownloadRecord().With(BatchOf(
            new CountedDownload("1.0", "a", "2026-01-01", 2),
            new CountedDownload("1.0", "b", "2026-01-01", 3),
            new CountedDownload("2.0", "a", "2026-01-01", 1)));
        Assert.AreEqual("2026-01-01=5", TextOf(record.Versions["1.0"].All));
        Assert.AreEqual("2026-01-01=1", TextOf(record.Versions["2.0"].All));
        Assert.AreEqual(3, new PackageDownloads(default, record.Others, record.Versions).OfFile("a"));
    }

    [TestMethod]
    public void A_batch_that_comes_again_is_known_and_that_of_another_process_is_not()
    {
        var first = new DownloadBatch("one", 7, [new CountedDownload("1.0", "a", "2026-01-01", 2)]);
        var record = new DownloadRecord().With(first);
        Assert.IsTrue(record.Has(first));
        Assert.IsFalse(record.Has(first with { Number = 8 }));
        Assert.IsFalse(record.Has(first with { Writer = "two" }));
        for (var i = 0; i < 100; i++)
        {
            record = record.With(first with { Writer = $"process {i}" });
        }

        Assert.HasCount(32, record.Writers);
        Assert.AreEqual("process 99", record.Writers[^1].Id);
    }

    [TestMethod]
    [DataRow(1, 20_000, 200, DisplayName = "a version of many files with long paths")]
    [DataRow(5_000, 2, 100, DisplayName = "many versions")]
    public void However_much_is_downloaded_the_record_stays_small_and_its_sum_right(int versions, int files, int length)
    {
        var record = new DownloadRecord();
        for (var day = 0; day < 3; day++)
        {
            var on = CountedDay.After("2026-01-01", day);
            record = record.With(BatchOf([.. Enumerable.Range(0, versions).SelectMany(version => Enumerable.Range(0, files).Select(
                file => new CountedDownload($"1.0.{version}", $"{file}".PadLeft(length, 'x'), on, 1)))]));
            var size = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.DownloadRecord).Length;
            Assert.IsLessThanOrEqualTo(DownloadMerge.MaxBytes, size);
        }

        Assert.AreEqual(3L * versions * files, new PackageDownloads(default, record.Others, record.Versions).Total);
        Assert.IsNotEmpty(record.Versions);
    }

    [TestMethod]
    public void Where_not_all_versions_have_room_those_stay_that_are_downloaded_now()
    {
        var record = new DownloadRecord();
        for (var day = 0; day < 10; day++)
        {
            var on = CountedDay.After("2026-01-01", day);
            record = record.With(BatchOf([.. Enumerable.Range(0, 1000).Select(
                version => new CountedDownload($"{day}.{version}".PadRight(120, '0'), "a.zip", on, 1))]));
        }

        Assert.AreEqual(10_000, new PackageDownloads(default, record.Others, record.Versions).Total);
        Assert.IsGreaterThan(0, record.Others);
        Assert.IsTrue(record.Versions.Keys.Any(name => name.StartsWith("9.", StringComparison.Ordinal)));
        Assert.IsFalse(record.Versions.Keys.Any(name => name.StartsWith("0.", StringComparison.Ordinal)));
    }

    private static DownloadBatch BatchOf(params CountedDownload[] downloads) => new("one", ++_batches, downloads);

    private static string TextOf(CountedDays counted) =>
        string.Join(' ', counted.Days.OrderBy(day => day.Key, StringComparer.Ordinal).Select(day => $"{day.Key}={day.Value}"));
}
