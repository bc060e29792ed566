using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Records;

/// <summary>
/// Small private files that are worth nothing after a day of their own: <c>KIND/2026-11-28/HASH.json</c>. Those of days that are over are
/// deleted when others are written, so that nothing grows.
/// </summary>
internal sealed class DailyFiles(IPrivateFiles files, string kind, TimeProvider time)
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>How far back it is looked for days that are over: a server may have been stopped for so long.</summary>
    private const int DaysBack = 30;

    private DateOnly _tidied;

    /// <summary>The key of a file.</summary>
    /// <param name="day">The last day on which it is worth anything.</param>
    /// <param name="name">What it is found by.</param>
    public string KeyOf(DateOnly day, string name) =>
        $"{FolderOf(day)}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}.json";

    /// <summary>Deletes what is worth nothing any more, once a day.</summary>
    /// <exception cref="BintrayException">503: it cannot be listed or deleted.</exception>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (_tidied == today)
        {
            return;
        }

        // Yesterday's stay: clocks of servers differ.
        for (var back = 2; back <= DaysBack; back++)
        {
            foreach (var file in await files.ListAsync(FolderOf(today.AddDays(-back)), cancellation))
            {
                await files.DeleteAsync(file.Key, cancellation);
            }
        }

        _tidied = today;
    }

    private string FolderOf(DateOnly day) => $"{kind}/{day.ToString(Day, CultureInfo.InvariantCulture)}";
}
