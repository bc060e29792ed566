using System.Globalization;
using System.Security.Cryptography;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Reads every content to its end and compares it with its name.</summary>
internal sealed class ContentCheck(IObjectStore store, CheckReport report, bool repair)
{
    private const int BufferSize = 1 << 17;
    private const int HashLength = 64;
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
                    await store.SetAsideAsync(key, HashOf(key), cancellation).ConfigureAwait(false);
                }
            }
        }

        return damaged;
    }

    private static string HashOf(string key) => Keys.LastPart(key).Substring(0, HashLength);

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
            var found = await HashAsync(content, cancellation).ConfigureAwait(false);
            return found == HashOf(key) ? null : $"its {content.Length} bytes are others than were stored, their SHA-256 is {found}";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or BintrayException)
        {
            return $"its bytes cannot be read: {trouble.Message}";
        }
    }

    private static async Task<string> HashAsync(Stream content, CancellationToken cancellation)
    {
        using var hash = SHA256.Create();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0)
        {
            hash.TransformBlock(buffer, 0, read, null, 0);
        }

        hash.TransformFinalBlock([], 0, 0);
        return Hex.Of(hash.Hash!);
    }
}
