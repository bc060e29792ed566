using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Storage;

namespace BintrayPush.Server.Records;

/// <summary>
/// Small records of the server's own, <c>KIND/SUBJECT/NAME.json</c> in the data folder, where subject and name are SHA-256 sums, so that
/// no name can hurt a file system (docs/store.md). Like users they are readable by the server's own account alone, written whole and
/// flushed, and a change by another process is seen at the next request. Of two processes that change one record at the same moment,
/// the last one counts.
/// </summary>
/// <typeparam name="T">The record. It says itself what it belongs to: names are compared exactly.</typeparam>
internal sealed class RecordFolder<T>(FolderRepository repository, string kind, JsonTypeInfo<T> json)
    where T : class
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Path.Combine(repository.Folder, kind);
    private readonly Lock _changes = new();

    /// <summary>All records of a subject, in no order.</summary>
    /// <exception cref="BintrayException">503: they cannot be read.</exception>
    public Task<IReadOnlyList<T>> ListAsync(string subject, CancellationToken cancellation) =>
        FolderRepository.LookAsync<IReadOnlyList<T>>(() => List(subject), cancellation);

    /// <summary>Changes one record of a subject, one caller at a time.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="name">What the record is found by.</param>
    /// <param name="change">Gets all records of the subject; answers the record as it is to be, or <see langword="null"/> for none.</param>
    /// <exception cref="BintrayException">503: it cannot be read or written.</exception>
    public Task ChangeAsync(string subject, string name, Func<IReadOnlyList<T>, T?> change, CancellationToken cancellation) =>
        FolderRepository.LookAsync(
            () =>
            {
                lock (_changes)
                {
                    if (change(List(subject)) is { } record)
                    {
                        Write(FolderOf(subject), FileOf(subject, name), record);
                    }
                    else
                    {
                        Remove(subject, name);
                    }
                }

                return true;
            },
            cancellation);

    private List<T> List(string subject)
    {
        var folder = new DirectoryInfo(FolderOf(subject));
        if (!folder.Exists)
        {
            repository.RequireFolder();
            return [];
        }

        return [.. folder.EnumerateFiles("*.json").Select(Read).OfType<T>()];
    }

    private T? Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), json);
        }
        catch (FileNotFoundException)
        {
            // Removed since it was seen.
            return null;
        }
        catch (JsonException damage)
        {
            throw new BintrayException(BintrayException.Unavailable, $"the record '{file.FullName}' is damaged", damage);
        }
    }

    private void Write(string folder, string target, T record)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(record, json));
                FileFlush.File(file);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushNames(folder);
    }

    private void Remove(string subject, string name)
    {
        if (File.Exists(FileOf(subject, name)))
        {
            File.Delete(FileOf(subject, name));
            FlushNames(FolderOf(subject));
        }
    }

    private void FlushNames(string folder)
    {
        FileFlush.Folder(folder);
        FileFlush.Folder(_folder);
        FileFlush.Folder(repository.Folder);
    }

    private string FolderOf(string subject) => Path.Combine(_folder, HashOf(subject));

    private string FileOf(string subject, string name) => Path.Combine(FolderOf(subject), HashOf(name) + ".json");

    private static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
