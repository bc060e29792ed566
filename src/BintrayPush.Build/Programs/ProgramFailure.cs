namespace BintrayPush.Build.Programs;

/// <summary>The program of the package did not do what it was asked for.</summary>
/// <param name="problems">Why.</param>
internal sealed class ProgramFailure(params Problem[] problems) : Exception(string.Join(" ", problems.Select(problem => problem.Text)))
{
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>Whether it may have done some of it: it has begun, and what became of that is not known.</summary>
    public bool HasBegun { get; init; }

    /// <summary>It has ended without a result and without a complaint, so it was told to.</summary>
    /// <exception cref="OperationCanceledException">By this build.</exception>
    public static ProgramFailure Ended(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new ProgramFailure(ProgramProblems.Died("it was told to end, and not by this build")) { HasBegun = true };
    }
}
