using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>A local file that a download becomes: under a name of its own until it is whole and verified, then in its place.</summary>
internal sealed class OutputFile
{
    private const int BufferSize = 1 << 17;

    private readonly bool _replace;

    private OutputFile(string path, bool replace)
    {
        Path = path;
        _replace = replace;
    }

    /// <summary>Where it will be, absolute.</summary>
    public string Path { get; }

    /// <summary>
    /// Decides where it will be. A name that comes from the service is one segment without separators (<see cref="RepositoryPath"/>), and
    /// must be a name here too.
    /// </summary>
    /// <param name="output">What the user says: a file, a folder, or nothing.</param>
    /// <param name="source">The path in the repository.</param>
    /// <param name="environment">Where relative paths begin.</param>
    /// <param name="replace">Whether a file may be replaced.</param>
    public static OutputFile Choose(string? output, RepositoryPath source, CliEnvironment environment, bool replace)
    {
        var given = string.IsNullOrEmpty(output) ? "." : output;
        var path = environment.Absolute(given);
        if (Directory.Exists(path) || given.EndsWith('/') || given.EndsWith(System.IO.Path.DirectorySeparatorChar))
        {
            if (source.FileName.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
            {
                throw CommandFailure.Usage(
                    Complaints.OptionsAtOdds($"'{source.FileName}' cannot be the name of a file here. Give another one with --output."));
            }

            path = System.IO.Path.Combine(path, source.FileName);
        }

        return Directory.Exists(path) ? throw CommandFailure.Failed(Complaints.FileUnusable(path, "It is a folder."))
            : !replace && IsTaken(path) ? throw CommandFailure.Failed(Complaints.AlreadyThere(path))
            : new OutputFile(path, replace);
    }

    /// <summary>A file at a place that was looked at.</summary>
    /// <param name="path">The place, absolute.</param>
    /// <param name="replace">Whether a file may be replaced.</param>
    public static OutputFile At(string path, bool replace) => new(path, replace);

    /// <summary>Takes in a download. After a failure nothing of it is left, and what was there before is untouched.</summary>
    /// <param name="download">What arrives.</param>
    /// <param name="expected">What it should be.</param>
    /// <returns>What it holds.</returns>
    public async Task<ContentHashes> ReceiveAsync(FileDownload download, DownloadedFile expected, CancellationToken cancellation)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var temporary = System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}.bintray-part");
        try
        {
            Directory.CreateDirectory(folder);
            var content = await CopyAsync(download, expected.Size, temporary, cancellation).ConfigureAwait(false);
            if (FaultIn(content, expected) is { } fault)
            {
                throw CommandFailure.Failed(Complaints.ArrivedDamaged(download.File.Path.Value, fault));
            }

            if (!_replace && IsTaken(Path))
            {
                throw CommandFailure.Failed(Complaints.AlreadyThere(Path));
            }

            // A link is replaced and not followed.
            File.Move(temporary, Path, _replace);
            FileFlush.Folder(folder);
            return content;
        }
        catch (ContentReadException fault)
        {
            throw CommandFailure.Failed(Complaints.ArrivedDamaged(download.File.Path.Value, fault.Message.TrimEnd('.')));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed(Complaints.FileUnusable(Path, fault.Message));
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>No more than one piece above what is expected is written: whatever sends more fills no disk.</summary>
    private static async Task<ContentHashes> CopyAsync(
        FileDownload download, long? expected, string temporary, CancellationToken cancellation)
    {
        var (buffer, arrived, read) = (new byte[BufferSize], 0L, 0);
        await using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
        await using var hashing = new HashingStream(download.Content, withMd5: false);
        while ((expected is not { } size || arrived <= size)
            && (read = await hashing.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            arrived += read;
        }

        await Task.Run(() => FileFlush.File(file), cancellation).ConfigureAwait(false);
        return hashing.Finish();
    }

    private static string? FaultIn(ContentHashes arrived, DownloadedFile expected) =>
        expected.Size is { } size && arrived.Size != size ? $"{arrived.Size} bytes came, and the service says {size}"
        : expected.HasContent(arrived) ? null
        : !expected.HasChecksum ? "the service says no checksum to verify it by"
        : expected.Sha256 is { } sha256 ? $"its SHA-256 is {arrived.Sha256}, and the service says {sha256}"
        : $"its SHA-1 is {arrived.Sha1}, and the service says {expected.Sha1}";

    /// <summary>Also by a link that leads nowhere.</summary>
    public static bool IsTaken(string path) => new FileInfo(path) is var file && (file.Exists || file.LinkTarget is not null);
}
