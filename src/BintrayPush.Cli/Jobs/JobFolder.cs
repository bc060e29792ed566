using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Jobs;

/// <summary>The folder of a job, below <c>BINTRAY_HOME/jobs</c>: for its user alone.</summary>
internal sealed partial class JobFolder
{
    private const string RootName = "jobs";
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private JobFolder(string path)
    {
        Path = path;
        Id = System.IO.Path.GetFileName(path);
    }

    public string Id { get; }

    public string Path { get; }

    /// <summary>The user's own folder that the job belongs to.</summary>
    public string Home => System.IO.Path.GetFullPath(In("../.."));

    /// <summary>The state of the job.</summary>
    public string Record => In("job.json");

    /// <summary>What is pushed.</summary>
    public string Push => In("push.json");

    /// <summary>Copies of the files that are pushed.</summary>
    public string Snapshots => In("files");

    public string Log => In("log.txt");

    /// <summary>The receipt of the last attempt.</summary>
    public string Receipt => In("receipt.json");

    /// <summary>It is there when the job is to end.</summary>
    public string Cancel => In("cancel");

    /// <summary>Takes room on the disk that the receipt and the record will need, so that a disk that fills up leaves it to them.</summary>
    private string Room => In("room");

    private string Lock => In("lock");

    /// <summary>Makes one. Its name is the time, so that the newest is the last.</summary>
    /// <param name="home">The user's own folder.</param>
    public static JobFolder Create(string home)
    {
        var root = System.IO.Path.Combine(home, RootName);
        if (!Directory.Exists(root))
        {
            MakeOwn(root);
            FileFlush.Folder(home);
        }

        while (true)
        {
            var name = DateTime.UtcNow.ToString("yyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-"
                + RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 4);
            var folder = new JobFolder(System.IO.Path.Combine(root, name));
            if (!Directory.Exists(folder.Path))
            {
                MakeOwn(folder.Path);
                MakeOwn(folder.Snapshots);
                FileFlush.Folder(root);
                return folder;
            }
        }
    }

    /// <summary>All of them, the oldest first.</summary>
    public static IReadOnlyList<JobFolder> All(string home)
    {
        var root = System.IO.Path.Combine(home, RootName);
        return Directory.Exists(root)
            ? [
                .. Directory.EnumerateDirectories(root).Where(path => Name().IsMatch(System.IO.Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal).Select(path => new JobFolder(path))
            ]
            : [];
    }

    /// <summary>The folder with a path that this program has passed on itself.</summary>
    public static JobFolder At(string path) => new(path);

    /// <summary>A job by its name or the beginning of it; the newest if nothing is given.</summary>
    public static JobFolder Find(string home, string? given)
    {
        var all = All(home).Where(folder => File.Exists(folder.Record)).ToList();
        var found = given is null ? all.TakeLast(1).ToList()
            : all.Where(folder => folder.Id.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw CommandFailure.Usage(JobComplaints.NoSuchJob(given, all.Count)),
            _ => throw CommandFailure.Usage(JobComplaints.SeveralJobs(given!, [.. found.Select(folder => folder.Id)])),
        };
    }

    /// <summary>Keeps room for what the job will write at its end.</summary>
    /// <param name="files">How many files it pushes.</param>
    /// <exception cref="IOException">There is none.</exception>
    public void KeepRoom(int files)
    {
        const int Least = 64 << 10;
        const int OfOneFile = 1 << 10;
        File.WriteAllBytes(Room, new byte[Least + (files * OfOneFile)]);
    }

    /// <summary>Lets go of that room.</summary>
    public void GiveRoom() => File.Delete(Room);

    /// <summary>Waits for the lock: whoever has it may change the job.</summary>
    public FileStream TakeLock() => FileLock.Take(Lock, Exclusive());

    /// <summary>The lock, if nobody has it: no process works on the job.</summary>
    /// <remarks>Who only looks has it for a moment, too, so this tries more than once.</remarks>
    public FileStream? TryTakeLock()
    {
        const int Attempts = 3;
        FileStream? held = null;
        for (var attempt = 1; held is null && attempt <= Attempts; attempt++)
        {
            Thread.Sleep(attempt == 1 ? TimeSpan.Zero : Pause);
            held = FileLock.TryTake(Lock, Exclusive());
        }

        return held;
    }

    /// <summary>Whether a process works on the job.</summary>
    /// <remarks>Several may look at one time, so this takes a lock that others can share.</remarks>
    public bool IsLocked()
    {
        try
        {
            using var look = FileLock.TryTake(
                Lock, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read });
            return look is null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether the lock was ever taken; before that the job is being made.</summary>
    public bool HasLock() => File.Exists(Lock);

    /// <summary>Removes the job; whoever calls it has the lock, which ends with it.</summary>
    public void Remove(FileStream held)
    {
        // Without its record it is no job any more, whatever becomes of the rest.
        File.Delete(Record);
        held.Dispose();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another command has found a folder without a record.
        }
    }

    /// <summary>Removes the copies of its files.</summary>
    public void DropSnapshots()
    {
        if (Directory.Exists(Snapshots))
        {
            Directory.Delete(Snapshots, recursive: true);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static FileStreamOptions Exclusive() =>
        new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };

    private static void MakeOwn(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }
    }

    [GeneratedRegex("^[0-9]{6}-[0-9]{6}-[a-z0-9]{4}$")]
    private static partial Regex Name();
}
