using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Records;

/// <summary>
/// Small records of the server's own, private files <c>KIND/SUBJECT/NAME.json</c>, where subject and name are SHA-256 sums, so that no
/// name can hurt a file system (docs/store.md). A change by another process is seen at the next request. Of two processes that change one
/// record at the same moment, the last one counts.
/// </summary>
/// <typeparam name="T">The record. It says itself what it belongs to: names are compared exactly.</typeparam>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that is only awaited holds nothing to dispose of.")]
internal sealed class RecordSet<T>(IPrivateFiles files, string kind, JsonTypeInfo<T> json)
    where T : class
{
    private readonly SemaphoreSlim _changes = new(1);

    /// <summary>All records of a subject, in no order.</summary>
    /// <exception cref="BintrayException">503: they cannot be read.</exception>
    public async Task<IReadOnlyList<T>> ListAsync(string subject, CancellationToken cancellation)
    {
        var records = new List<T>();
        foreach (var file in await files.ListAsync(FolderOf(subject), cancellation))
        {
            // One that is not there was removed since it was seen.
            if (file.Key.EndsWith(".json", StringComparison.Ordinal)
                && await files.ReadAsync(file.Key, cancellation) is { } content && Read(file.Key, content) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    /// <summary>Changes one record of a subject, one caller at a time.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="name">What the record is found by.</param>
    /// <param name="change">Gets all records of the subject; answers the record as it is to be, or <see langword="null"/> for none.</param>
    /// <exception cref="BintrayException">503: it cannot be read or written.</exception>
    public async Task ChangeAsync(string subject, string name, Func<IReadOnlyList<T>, T?> change, CancellationToken cancellation)
    {
        var key = $"{FolderOf(subject)}/{HashOf(name)}.json";
        await _changes.WaitAsync(cancellation);
        try
        {
            await (change(await ListAsync(subject, cancellation)) is { } record
                ? files.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(record, json), cancellation)
                : files.DeleteAsync(key, cancellation));
        }
        finally
        {
            _changes.Release();
        }
    }

    private T? Read(string key, byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, json);
        }
        catch (JsonException damage)
        {
            throw new BintrayException(BintrayException.Unavailable, $"the record '{key}' is damaged", damage);
        }
    }

    private string FolderOf(string subject) => $"{kind}/{HashOf(subject)}";

    private static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
