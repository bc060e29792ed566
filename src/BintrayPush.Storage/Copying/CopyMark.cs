using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// The mark of a copied record: <c>source.read.written</c>, hashes of the source's name, of the record as it was read there and of the
/// record as it was written here. A record of the target is replaced only while the third hash still fits it: otherwise somebody has
/// changed it. What only says how far <c>dl/</c> has followed is left out of the hashes, because the target's servers change that by
/// themselves.
/// </summary>
/// <param name="source">What the source is called.</param>
internal sealed class CopyMark(string source)
{
    private const int Length = 32;

    private readonly string _source = HashOf(source);

    public static string HashOf(string text) => Hex.Sha256Of(text).Substring(0, Length);

    /// <summary>How a record of the target stands to one of the source.</summary>
    /// <param name="read">The record of the source, as it is to be copied.</param>
    /// <param name="there">What the target has; <see langword="null"/> for nothing.</param>
    /// <param name="type">How such records are written.</param>
    public CopyState Compare<T>(T read, T? there, JsonTypeInfo<T> type)
        where T : MutableRecord
    {
        if (there is null)
        {
            return CopyState.Missing;
        }

        return there.Copied?.Split('.') is not [var from, var was, var written] || from != _source || written != HashOf(there, type)
            ? CopyState.Foreign
            : was == HashOf(read, type) ? CopyState.Same : CopyState.Outdated;
    }

    /// <summary>A record with its mark.</summary>
    /// <param name="read">The record of the source.</param>
    /// <param name="written">What is to be written for it.</param>
    /// <param name="type">How such records are written.</param>
    public T Marked<T>(T read, T written, JsonTypeInfo<T> type)
        where T : MutableRecord
    {
        MutableRecord record = written;
        return (T)(record with { Copied = $"{_source}.{HashOf(read, type)}.{HashOf(written, type)}" });
    }

    private static string HashOf<T>(T record, JsonTypeInfo<T> type)
        where T : MutableRecord
    {
        MutableRecord lasting = record switch
        {
            VersionHead head => head with { View = null, PossiblyVisible = [], ViewOf = null },
            RepositoryRecord repository => repository with { InView = false, ViewId = null },
            _ => record,
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes((T)(lasting with { Rev = "", Copied = null }), type);
        return Hex.Sha256Of(bytes).Substring(0, Length);
    }
}

/// <summary>How a record of the target stands to the one that is to be copied.</summary>
internal enum CopyState
{
    /// <summary>There is none yet.</summary>
    Missing,

    /// <summary>It is a copy of exactly this.</summary>
    Same,

    /// <summary>It is a copy of what the source had before.</summary>
    Outdated,

    /// <summary>It is no copy, or somebody has changed it in the target.</summary>
    Foreign,
}
