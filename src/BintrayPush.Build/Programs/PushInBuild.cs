using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Build.Programs;

/// <summary>A push to a folder or a service, in the process of the build.</summary>
/// <param name="plan">What is pushed.</param>
/// <param name="opened">Where to; closed with it.</param>
/// <param name="options">How it is run.</param>
internal sealed class PushInBuild(Plan plan, OpenDestination opened, RunOptions options) : IPushRunner
{
    public Task<DryRunReport> PreviewAsync(CancellationToken cancellation) =>
        DryRun.RunAsync(plan, opened.Destination, options, cancellation);

    public Task<Receipt> PushAsync(CancellationToken cancellation) =>
        PushRun.RunAsync(plan, opened.Destination, options, cancellation);

    public void Dispose() => opened.Dispose();
}
