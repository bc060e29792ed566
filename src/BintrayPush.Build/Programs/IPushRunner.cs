using BintrayPush.Report;

namespace BintrayPush.Build.Programs;

/// <summary>Carries out a plan at the place where it goes: in the process of the build, or by the program of the package.</summary>
internal interface IPushRunner : IDisposable
{
    /// <summary>Finds out what a push would do.</summary>
    /// <exception cref="ProgramFailure">The program cannot find it out.</exception>
    Task<DryRunReport> PreviewAsync(CancellationToken cancellation);

    /// <summary>Pushes.</summary>
    /// <returns>What was done, truthfully, also when something failed or the push was cancelled.</returns>
    /// <exception cref="ProgramFailure">The program has not even begun with the plan, or nobody knows what it has done.</exception>
    Task<Receipt> PushAsync(CancellationToken cancellation);
}
