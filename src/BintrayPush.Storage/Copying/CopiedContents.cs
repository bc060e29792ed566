using System.Collections.Concurrent;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// Contents are read once and compared with their SHA-256 while they are written. One whose name a sweep of the target has condemned gets
/// the next name, as in an upload.
/// </summary>
internal sealed class CopiedContents(CopyPair pair)
{
    private const int AtOnce = 8;
    private const int HashLength = 64;

    private readonly Contents _target = new(pair.Target);

    /// <summary>Where nothing is written, each content that many files have is still one.</summary>
    private readonly ConcurrentDictionary<string, bool> _wouldCopy = new(StringComparer.Ordinal);

    /// <summary>Copies the contents of files and flushes their names.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>What each is called in the target, by its name in the source; those that could not be copied are missing.</returns>
    public async Task<(Dictionary<string, string> Names, string? Fault)> CopyAsync(
        IEnumerable<FileEntry> files, CancellationToken cancellation)
    {
        string? fault = null;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var distinct = files.GroupBy(file => file.Content).Select(same => same.First());
        var copied = await CopyPair.ForEachAsync(
            distinct,
            AtOnce,
            async file => (file.Content, Came: await CopyOneAsync(file, cancellation).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        foreach (var (content, came) in copied)
        {
            if (came.Name is { } name)
            {
                names[content] = name;
            }
            else
            {
                fault ??= came.Fault;
            }
        }

        if (!pair.IsDryRun)
        {
            await pair.Target.Store.FlushAsync([.. names.Values.Select(Keys.Content)], cancellation).ConfigureAwait(false);
        }

        return (names, fault);
    }

    private async Task<(string? Name, string? Fault)> CopyOneAsync(FileEntry file, CancellationToken cancellation)
    {
        // A name in the source may have a number that the target does not need.
        var sha256 = file.Content.Length < HashLength ? file.Sha256 : file.Content.Substring(0, HashLength);
        if (await _target.FindAsync(sha256, file.Size, cancellation).ConfigureAwait(false) is { } known)
        {
            return (known, null);
        }

        var key = Keys.Content(file.Content);
        Stream? content;
        try
        {
            content = await pair.Source.Store.OpenAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException failure)
        {
            return (null, $"'{key}' cannot be read: {failure.Message}");
        }

        if (content is null)
        {
            return (null, $"'{key}' is missing");
        }

        using (content)
        {
            if (pair.IsDryRun)
            {
                if (content.Length != file.Size)
                {
                    return (null, $"'{key}' has {content.Length} bytes instead of {file.Size}");
                }

                if (_wouldCopy.TryAdd(sha256, true))
                {
                    pair.Report.ContentCopied(file.Size);
                }

                return (sha256, null);
            }

            try
            {
                using var arrived = await _target.ArriveAsync(content, file.Size, sha256, keep: true, cancellation).ConfigureAwait(false);
                var name = await _target.NameAsync(arrived, cancellation).ConfigureAwait(false);
                pair.Report.ContentCopied(file.Size);
                return (name, null);
            }
            catch (ContentReadException failure)
            {
                return (null, $"'{key}' cannot be read: {failure.Message}");
            }
            catch (BintrayException wrong) when (wrong.Status is BintrayException.Conflict or BintrayException.BadRequest)
            {
                return (null, $"'{key}' is damaged: {wrong.Message}");
            }
        }
    }
}
