using BintrayPush.Build.Programs;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Build;

/// <content>The place that is pushed to, and what carries out a plan there.</content>
public sealed partial class PushToBintray
{
    /// <summary>How long the program has to end once the build is cancelled; less in tests.</summary>
    internal TimeSpan Grace { get; set; } = AttendedProgram.UsualGrace;

    private string? JournalPath => JournalFile.Beside(string.IsNullOrWhiteSpace(ReceiptFile) ? null : Absolute(ReceiptFile!));

    /// <exception cref="ProgramFailure">The place cannot be used.</exception>
    private async Task<IPushRunner> RunnerAsync(PreparedPush push, bool readOnly, TransferLog log, CancellationToken cancellation)
    {
        if (push.Place is ChosenPlace.Bucket)
        {
            return new PushByProgram(new AttendedProgram(Program, EnvironmentVariable) { Grace = Grace }, Describe(push), JournalPath, log);
        }

        var program = new ProgramKeys(Program, EnvironmentVariable);
        var (opened, problem) = await PlaceParameters.OpenAsync(push.Place, push.Connection, readOnly, program, program, cancellation)
            .ConfigureAwait(false);
        return opened is null ? throw new ProgramFailure(problem!) : new PushInBuild(push.Plan, opened, log.Options(push.Limits) with
        {
            JournalFile = JournalPath,
            StaticFeeds = push.Place is ChosenPlace.Folder folder
                ? new ProgramFeeds(
                    Program,
                    EnvironmentVariable,
                    folder.Path,
                    new PropertyReader().Switch(Setting.AllowInsecureConnections, AllowInsecureConnections, false))
                : null,
        });
    }

    /// <summary>What is allowed, and probably not meant.</summary>
    private void WarnIfUnlikely(ChosenPlace place, bool replaces, PropertyReader reader)
    {
        var isEmbedded = place is ChosenPlace.Folder { IsEmbedded: true };
        if ("Debug".Equals(Configuration, StringComparison.OrdinalIgnoreCase) && (!isEmbedded || replaces))
        {
            reader.Add(Texts.DebugConfiguration(place.Name, replaces));
        }

        if (!isEmbedded || !string.IsNullOrWhiteSpace(Url))
        {
            return;
        }

        if (BuildServer.SignOf(EnvironmentVariable) is { } server)
        {
            reader.Add(PlaceProblems.EmbeddedOnBuildServer(server, place.Name));
        }
        else if (!string.IsNullOrEmpty(EnvironmentVariable("BINTRAY_API_KEY")))
        {
            reader.Add(PlaceProblems.EmbeddedUnexpected("BINTRAY_API_KEY is set", place.Name));
        }
        else if ("true".Equals(ContinuousIntegrationBuild, StringComparison.OrdinalIgnoreCase))
        {
            reader.Add(PlaceProblems.EmbeddedUnexpected("ContinuousIntegrationBuild is true", place.Name));
        }
    }

    /// <summary>A push that may be carried out.</summary>
    /// <param name="Plan">What is pushed.</param>
    /// <param name="Place">Where to.</param>
    /// <param name="Limits">How hard it may work.</param>
    /// <param name="Connection">How the place is spoken to, if it is a service.</param>
    /// <param name="Found">What was found before and beside the plan.</param>
    private sealed record PreparedPush(
        Plan Plan, ChosenPlace Place, PushLimits Limits, ConnectionSettings? Connection, IReadOnlyList<Problem> Found);
}
