using BintrayPush.Api.Names;
using BintrayPush.Server.Statistics;

namespace BintrayPush.Server.Tests.Statistics;

/// <summary>Downloads in memory.</summary>
[TestClass]
public sealed class DownloadTallyTests
{
    private static readonly VersionAddress V1 =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    private readonly ManualTime _time = new();

    [TestMethod]
    public void Each_file_has_a_number_for_each_day_and_what_is_taken_is_taken_once()
    {
        var tally = new DownloadTally(_time);
        Count(tally, "a", "a", "b");
        _time.Advance(TimeSpan.FromDays(1));
        Count(tally, "a");
        Assert.AreEqual("a 1970-01-01 2, a 1970-01-02 1, b 1970-01-01 1", Take(tally).Downloads);
        Assert.AreEqual("", Take(tally).Downloads);
    }

    [TestMethod]
    public async Task There_is_room_for_so_many_files_and_the_downloads_of_others_are_counted_as_lost()
    {
        var tally = new DownloadTally(_time, maxFiles: 4);
        Count(tally, "a");
        Assert.IsFalse(tally.Filling.IsCompleted);
        Count(tally, "b");
        await tally.Filling;
        Count(tally, "c", "d", "e", "a", "e");
        Assert.AreEqual(("a 1970-01-01 2, b 1970-01-01 1, c 1970-01-01 1, d 1970-01-01 1", 2L), Take(tally));
        Assert.IsFalse(tally.Filling.IsCompleted);
        Count(tally, "e");
        Assert.AreEqual(("e 1970-01-01 1", 0L), Take(tally));
    }

    private static void Count(DownloadTally tally, params string[] paths)
    {
        foreach (var path in paths)
        {
            tally.Count(V1, RepositoryPath.Of(path));
        }
    }

    private static (string Downloads, long Lost) Take(DownloadTally tally)
    {
        var (packages, lost) = tally.Take();
        return (
            string.Join(", ", packages.SelectMany(package => package.Value).Select(one => $"{one.Path} {one.Day} {one.Count}")
                .Order(StringComparer.Ordinal)),
            lost);
    }
}
