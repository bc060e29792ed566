using System.Globalization;
using System.Text;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Reads every content to its end and compares it with its name.</summary>
internal sealed class ContentCheck(IObjectStore store, CheckReport report, bool repair)
{
    private const int Folders = 256;

    /// <summary>Checks all contents.</summary>
    /// <returns>The damaged ones.</returns>
    public async Task<DamageFound> RunAsync(CancellationToken cancellation)
    {
        var damaged = new DamageFound();
        for (var i = 0; i < Folders; i++)
        {
            var folder = $"{Keys.Contents}{i.ToString("x2", CultureInfo.InvariantCulture)}/";
            foreach (var key in await store.ListAsync(folder, cancellation).ConfigureAwait(false))
            {
                if (await FaultOfAsync(key, cancellation).ConfigureAwait(false) is not { } fault)
                {
                    continue;
                }

                damaged.Add(Keys.LastPart(key), fault);
                if (repair)
                {
                    await store.SetAsideAsync(key, Keys.HashOf(key), cancellation).ConfigureAwait(false);
                }
            }
        }

        return damaged;
    }

    private async Task<string?> FaultOfAsync(string key, CancellationToken cancellation)
    {
        try
        {
            // What a sweep has deleted since the listing is not missed here; a record that refers to it would be reported.
            using var content = await store.OpenAsync(key, cancellation).ConfigureAwait(false);
            if (content is null)
            {
                return null;
            }

            report.ContentRead();
            using var hashing = new HashingStream(content, withSha1: false);
            await hashing.DrainAsync(cancellation).ConfigureAwait(false);
            var found = hashing.Finish();
            if (found.Sha256 != Keys.HashOf(key))
            {
                return $"its {content.Length} bytes are others than were stored, their SHA-256 is {found.Sha256}";
            }

            await CheckSumAsync(Keys.Md5(found.Sha256), found.Md5!, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or BintrayException)
        {
            return $"its bytes cannot be read: {trouble.Message}";
        }
    }

    /// <summary>A sum that was kept for downloads; whoever compares what arrived with a wrong one throws away good bytes.</summary>
    private async Task CheckSumAsync(string key, string md5, CancellationToken cancellation)
    {
        if (await store.GetAsync(key, cancellation).ConfigureAwait(false) is not { } kept || Encoding.ASCII.GetString(kept.Value) == md5)
        {
            return;
        }

        const string What = "it is not the MD5 of its content";
        if (repair)
        {
            await store.DeleteAsync(key, cancellation).ConfigureAwait(false);
            report.Mended(key, What + "; it is computed again");
        }
        else
        {
            report.Damage(key, What, "run fsck with --repair, which deletes it: it is computed again when it is asked for");
        }
    }
}
