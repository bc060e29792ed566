using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Places;
using BintrayPush.Push;
using BintrayPush.Report;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray release discard --journal</c>: what is left of a release that was cut off while it published version by version.
/// </summary>
/// <param name="environment">Where it is run.</param>
/// <param name="connecting">How the service is spoken to.</param>
internal sealed class JournalDrop(CliEnvironment environment, ConnectionOptions connecting)
{
    public async Task<int> RunAsync(ParseResult result, string given, Printer printer, CancellationToken cancellation)
    {
        var file = environment.Absolute(given);
        var (journal, fault) = JournalFile.Read(file);
        if (journal is null)
        {
            throw CommandFailure.Failed(fault!);
        }

        var connection = connecting.Read(result, environment, journal.Subject, usual: journal.Destination);
        if (!connection.Place.IsNamedBy(journal.Destination))
        {
            throw CommandFailure.Failed(ReportProblems.JournalOfOtherPlace(file, journal, connection.Place.Name));
        }

        using var opened = await connection.OpenAsync(readOnly: false, cancellation).ConfigureAwait(false);
        var dropped = await JournalDiscard.RunAsync(
            journal, opened.Destination, PlaceOpener.LimitsFor(connection.Place), printer.Tell, cancellation).ConfigureAwait(false);
        PreparedPush.Keep(file, File.Delete);
        var published = journal.Versions.Count(version => version.Published);
        printer.Show(
            [
                $"The rest of the release is dropped, with {ReleaseText.Count(dropped, "unpublished file")}; "
                    + $"{ReleaseText.Count(published, "version")} of it stay public",
            ],
            json =>
            {
                json.WriteString("journal", file);
                json.WriteNumber("files", dropped);
                json.WriteNumber("published", published);
            });
        return ExitCode.Success;
    }
}
