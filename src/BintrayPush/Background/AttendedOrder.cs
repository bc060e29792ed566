namespace BintrayPush.Background;

/// <summary>What a build has the program do while it waits, because what that needs is not to be loaded into a build.</summary>
public abstract record AttendedOrder
{
    private AttendedOrder()
    {
    }

    /// <summary>The local files that the answer may be about, in their order.</summary>
    public virtual IReadOnlyList<Artifacts.Artifact> Files => [];

    /// <summary>A push, or what it would do.</summary>
    /// <param name="What">What is pushed, and where to.</param>
    /// <param name="IsDry">Whether it is only said what would be done.</param>
    /// <param name="JournalFile">Where it is written down how far a release is; <see langword="null"/> for nowhere.</param>
    public sealed record Push(BackgroundPush What, bool IsDry, string? JournalFile) : AttendedOrder
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Artifacts.Artifact> Files => What.Settings.Artifacts;
    }

    /// <summary>What a push made public is read back.</summary>
    /// <param name="ReceiptFile">The absolute path of its receipt.</param>
    /// <param name="Place">Where it went, as the build says it.</param>
    /// <param name="Name">How the closing line calls it.</param>
    /// <param name="MaxParallelUploads">The most files that are read at one time.</param>
    /// <param name="RetryCount">How often a call is made again.</param>
    public sealed record Verify(string ReceiptFile, string Place, string Name, int MaxParallelUploads, int RetryCount) : AttendedOrder;
}
