namespace BintrayPush.Build.Programs;

/// <summary>The program of the package did not do what it was asked for.</summary>
/// <param name="problems">Why.</param>
internal sealed class ProgramFailure(params Problem[] problems) : Exception
{
    public IReadOnlyList<Problem> Problems => problems;
}
