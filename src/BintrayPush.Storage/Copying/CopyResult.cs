namespace BintrayPush.Storage.Copying;

/// <summary>What a copy came to.</summary>
/// <param name="Contents">How many contents were written.</param>
/// <param name="Bytes">How many bytes these have.</param>
/// <param name="Records">How many records were written.</param>
/// <param name="Findings">What was not copied; each was told.</param>
public sealed record CopyResult(long Contents, long Bytes, long Records, int Findings)
{
    /// <summary>Whether the source was still changing during the last pass, so that the copy is of a moment before its end.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Whether the target has all that the source had when the copy began.</summary>
    public bool IsWhole => Findings == 0;
}
