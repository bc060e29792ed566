using System.Text.Json;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Cli.Messages;
using BintrayPush.Places;

namespace BintrayPush.Cli.Places;

/// <summary>
/// The user's credentials file, to be changed: entries of other hosts stay, also when several commands change it at one time, nobody else
/// can ever read it, and it is always whole.
/// </summary>
internal sealed class StoredCredentials
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private static readonly JsonWriterOptions Layout = new() { Indented = true };

    private StoredCredentials(string file) => File = file;

    public string File { get; }

    /// <param name="home">The user's own folder for everything of ours.</param>
    public static StoredCredentials In(string home) => new(Path.Combine(home, ServiceDestination.CredentialsName));

    /// <summary>Looks whether the file could be changed, before anybody is asked for a key. One that others can read is refused.</summary>
    public void Check()
    {
        try
        {
            // No host has an empty name: this only looks at the file as a whole.
            CredentialsFile.Find(File, "");
        }
        catch (CredentialsFileException fault)
        {
            throw CommandFailure.Usage(PlaceProblems.CredentialsFileUnusable(fault.Path, fault.Fault));
        }
    }

    /// <summary>Keeps the credentials of a host in place of those that it had.</summary>
    public void Set(string host, Credentials credentials) => Change(host, json =>
    {
        json.WriteStartObject(host);
        json.WriteString("user", credentials.User);
        json.WriteString("key", credentials.Key.Reveal());
        json.WriteEndObject();
    });

    /// <summary>Forgets the credentials of a host.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Remove(string host)
    {
        if (!System.IO.File.Exists(File))
        {
            return false;
        }

        return Change(host, _ => { });
    }

    private bool Change(string host, Action<Utf8JsonWriter> add)
    {
        try
        {
            MakeFolder();
            using var exclusive = FileLock.Take(File + ".lock", NewFile(FileMode.OpenOrCreate));
            Check();
            RemoveLeftovers();
            return Replace(host, add);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed(Complaints.FileUnusable(File, fault.Message));
        }
    }

    private bool Replace(string host, Action<Utf8JsonWriter> add)
    {
        var temporary = $"{File}.{Guid.NewGuid():N}.tmp";
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "{}");
            var others = document.RootElement.EnumerateObject()
                .ToLookup(entry => string.Equals(entry.Name, host, StringComparison.OrdinalIgnoreCase));
            using (var stream = new FileStream(temporary, NewFile(FileMode.CreateNew)))
            {
                using (var json = new Utf8JsonWriter(stream, Layout))
                {
                    json.WriteStartObject();
                    foreach (var entry in others[false])
                    {
                        entry.WriteTo(json);
                    }

                    add(json);
                    json.WriteEndObject();
                }

                FileFlush.File(stream);
            }

            System.IO.File.Move(temporary, File, overwrite: true);
            FileFlush.Folder(Path.GetDirectoryName(File)!);
            return others[true].Any();
        }
        finally
        {
            System.IO.File.Delete(temporary);
        }
    }

    /// <summary>What a command that was killed has left holds keys. Nobody else writes while the lock is held.</summary>
    private void RemoveLeftovers()
    {
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(File)!, $"{Path.GetFileName(File)}.*.tmp"))
        {
            System.IO.File.Delete(leftover);
        }
    }

    private void MakeFolder()
    {
        var folder = Path.GetDirectoryName(File)!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }

        if (Path.GetDirectoryName(folder) is { } above)
        {
            FileFlush.Folder(above);
        }
    }

    /// <summary>It is the user's own from its first byte on. On Windows the profile folder is closed to others as it is.</summary>
    private static FileStreamOptions NewFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return options;
    }
}
