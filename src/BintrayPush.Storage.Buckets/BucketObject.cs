namespace BintrayPush.Storage.Buckets;

/// <summary>What an engine says of an object.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="Tag">Its ETag, without quotes.</param>
/// <param name="IsSetAside">Whether it stands for one that was damaged: for readers nothing is there.</param>
internal sealed record BucketObject(long Length, string Tag, bool IsSetAside);

/// <summary>An object as a list has it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Written">When it was written; <see langword="null"/> if the engine does not say.</param>
internal sealed record ListedObject(string Key, long Length, DateTimeOffset? Written);

/// <summary>An object that is read.</summary>
/// <param name="Object">What it is.</param>
/// <param name="Sent">How many bytes come.</param>
/// <param name="Stream">The bytes.</param>
/// <param name="Answer">To be disposed of when it is read.</param>
internal sealed record ReadAnswer(BucketObject Object, long Sent, Stream Stream, IDisposable Answer) : IDisposable
{
    public void Dispose() => Answer.Dispose();
}

/// <summary>What of an object is read, and when.</summary>
internal sealed record ReadTerms
{
    /// <summary>The first and the last byte; <see langword="null"/> for all of it.</summary>
    public (long First, long Last)? Range { get; private init; }

    /// <summary>What the object has to be still; <see langword="null"/> if any will do.</summary>
    public string? OnlyOf { get; private init; }

    /// <summary>Nothing is sent if the object is still this one; <see langword="null"/> to have it in any case.</summary>
    public string? Unless { get; private init; }

    /// <summary>A part of an object.</summary>
    public static ReadTerms Part(long first, long last, string? onlyOf) => new() { Range = (first, last), OnlyOf = onlyOf };

    /// <summary>A whole object, unless it has the tag that is known.</summary>
    public static ReadTerms Whole(string? unless) => new() { Unless = unless };
}

/// <summary>Under which terms a small object is written.</summary>
internal sealed record WriteTerms
{
    /// <summary>Only if nothing is there.</summary>
    public static WriteTerms IfAbsent { get; } = new();

    /// <summary>What has to be there still; <see langword="null"/> for nothing.</summary>
    public string? OnlyOver { get; private init; }

    /// <summary>Whether what is written stands for an object that was damaged.</summary>
    public bool IsSetAside { get; private init; }

    /// <summary>Only over what has this tag.</summary>
    public static WriteTerms Over(string tag, bool isSetAside = false) => new() { OnlyOver = tag, IsSetAside = isSetAside };
}
