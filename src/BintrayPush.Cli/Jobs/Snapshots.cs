using System.Globalization;
using System.Security.Cryptography;
using BintrayPush.Artifacts;
using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Cli.Jobs;

/// <summary>
/// Copies of the files of a push. No hard links: compilers and <c>dotnet pack</c> write into the files that are there, and a link would
/// change with them. Where the file system can share the blocks of a copy, the runtime has it do that.
/// </summary>
internal static class Snapshots
{
    /// <summary>Copies what is pushed into the folder of the job.</summary>
    public static BackgroundPush Make(BackgroundPush push, JobFolder folder, CancellationToken cancellation)
    {
        var copies = new Dictionary<string, Snapshot>(StringComparer.Ordinal);
        var files = Planner.Make(push.Settings).Versions.SelectMany(version => version.Files);
        foreach (var file in files.Where(file => !file.IsChecksums))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!copies.ContainsKey(file.Artifact.LocalPath))
            {
                var name = copies.Count.ToString(CultureInfo.InvariantCulture);
                copies.Add(file.Artifact.LocalPath, new Snapshot(name, Copy(file.Artifact, Path.Combine(folder.Snapshots, name))));
            }
        }

        FileFlush.Folder(folder.Snapshots);
        return push with
        {
            Settings = push.Settings with
            {
                Artifacts =
                [
                    .. push.Settings.Artifacts.Select(
                        artifact => artifact with { Snapshot = copies.GetValueOrDefault(artifact.LocalPath), LeadsTo = null })
                ],
            },
        };
    }

    /// <summary>The push with the copies where they lie, if they still are what was planned.</summary>
    public static BackgroundPush Place(BackgroundPush push, JobFolder folder, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var artifacts = new List<Artifact>();
        foreach (var artifact in push.Settings.Artifacts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (artifact.Snapshot is not { } snapshot)
            {
                artifacts.Add(artifact);
                continue;
            }

            var path = Path.Combine(folder.Snapshots, Path.GetFileName(snapshot.Path));
            if (Fault(path, artifact.Size, snapshot.Sha256) is { } fault)
            {
                problems.Add(JobComplaints.SnapshotDamaged(artifact.LocalPath, path, fault));
            }

            artifacts.Add(artifact with { Snapshot = snapshot with { Path = path } });
        }

        return problems.Count == 0
            ? push with
            {
                Settings = push.Settings with { Artifacts = artifacts, Checksums = ChecksumsIn(folder, push.Settings.Checksums) },
            }
            : throw CommandFailure.Failed([.. problems]);
    }

    /// <summary>They are made when the job runs, beside the copies, with which they go.</summary>
    private static ChecksumsFile? ChecksumsIn(JobFolder folder, ChecksumsFile? asked) =>
        asked is null ? null : asked with { Folder = Path.Combine(folder.Snapshots, "checksums") };

    /// <returns>The SHA-256 of what was copied.</returns>
    private static string Copy(Artifact artifact, string target)
    {
        RegularFile.Check(artifact.LocalPath);
        File.Copy(artifact.LocalPath, target);
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(target, FileAttributes.Normal);
        }
        else
        {
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var copy = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (copy.Length != artifact.Size)
        {
            throw CommandFailure.Failed(JobComplaints.FileChanged(artifact.LocalPath));
        }

        var hash = Hash(copy);
        FileFlush.File(copy);
        return hash;
    }

    private static string Hash(FileStream file) => Convert.ToHexString(SHA256.HashData(file)).ToLowerInvariant();

    private static string? Fault(string path, long? size, string sha256)
    {
        try
        {
            using var copy = RegularFile.OpenRead(path, options: FileOptions.SequentialScan);
            return copy.Length != size ? $"it has {copy.Length} bytes, not {size}"
                : Hash(copy) != sha256 ? "its SHA-256 is another one"
                : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return cause.Message;
        }
    }
}
