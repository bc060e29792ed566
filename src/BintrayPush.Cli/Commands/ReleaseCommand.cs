using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Places;
using BintrayPush.Retry;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray release</c>: releases that several machines have staged with <c>push --leg</c>.</summary>
internal sealed class ReleaseCommand
{
    private readonly ConnectionOptions _connecting = new();
    private readonly Option<string?> _repo = CommonOptions.Text(
        Setting.Repo, "Whose release it is, as the pushes have it; local for the embedded repository.", "subject[/repository]");

    private readonly CliEnvironment _environment;

    /// <summary>The place of a command that is about something else than a release.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="subject">Whom it is about.</param>
    internal Connection Connect(ParseResult result, string subject) => result.GetValue(_repo) is null
        ? _connecting.Read(result, _environment, subject)
        : throw CommandFailure.Usage(Complaints.OptionsAtOdds("--repo is about a release, and with --to there is none."));

    /// <summary>The repository that a command names, if it is one.</summary>
    internal RepositoryAddress? Named(ParseResult result) =>
        RepositoryAddress.TryParse(result.GetValue(_repo) ?? "", out var repository, out _) ? repository : null;

    private ReleaseCommand(CliEnvironment environment) => _environment = environment;

    public static Command Create(CliEnvironment environment) =>
        new("release", "Publishes what several machines have staged with push --leg, shows it, or drops it.")
        {
            SealCommand.Create(environment),
            Status(environment),
            List(environment),
            Discard(environment),
        };

    private static Command Status(CliEnvironment environment) => OfOne(
        environment,
        new Command("status", "Shows a release and its legs."),
        [],
        async (_, service, release, _, printer, cancellation) =>
        {
            var found = await service.GetReleaseAsync(release, cancellation).ConfigureAwait(false)
                ?? throw CommandFailure.Failed(ReleaseFailure.NotThere(release));
            var now = DateTimeOffset.UtcNow;
            printer.Show(ReleaseText.Lines(found, now), json => ReleaseText.Write(json, found, now));
        });

    private static Command Discard(CliEnvironment environment)
    {
        var leg = new Option<string?>("--leg") { Description = "Drop only this leg.", HelpName = "name" };
        var journal = new Option<string?>("--journal")
        {
            Description = "Instead of an id: the journal of a push that was cut off while it published version by version.",
            HelpName = "file",
        };
        var command = new Command("discard", "Drops a release that is not published, with the unpublished files of its legs.");
        var one = new ReleaseCommand(environment);
        var id = Id();
        id.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(id);
        return command.Out([leg, journal, .. one._connecting.All, one._repo], async (result, printer, cancellation) =>
        {
            var given = result.GetValue(id);
            if (result.GetValue(journal) is { Length: > 0 } file)
            {
                if (given is not null || result.GetValue(leg) is not null)
                {
                    throw CommandFailure.Usage(
                        Complaints.OptionsAtOdds("--journal names the release: give no id and no --leg with it."));
                }

                return await new JournalDrop(environment, one._connecting).RunAsync(result, file, printer, cancellation)
                    .ConfigureAwait(false);
            }

            var name = IdOf(given ?? throw CommandFailure.Usage(Complaints.OptionsAtOdds("The id of the release is missing.")));
            return await one.RunAsync(result, printer, async (service, subject) =>
            {
                var release = ReleaseAddress.Of(subject, name);
                var which = result.GetValue(leg) is { Length: > 0 } named ? Leg(named) : null;
                var answer = await service.DiscardReleaseAsync(release, which, cancellation).ConfigureAwait(false);
                var what = which is null ? $"Release {release}" : $"Leg {which} of release {release}";
                printer.Show([$"{what} is dropped, with {ReleaseText.Count(answer.Files, "unpublished file")}"], json =>
                {
                    json.WriteString("subject", release.Subject);
                    json.WriteString("id", release.Id.Name);
                    json.WriteText("leg", which?.Name);
                    json.WriteNumber("files", answer.Files);
                });
            }, cancellation).ConfigureAwait(false);
        });
    }

    private static Command List(CliEnvironment environment)
    {
        var release = new ReleaseCommand(environment);
        return new Command("list", "Lists the releases of a subject, the newest first, with their age.").Out(
            [.. release._connecting.All, release._repo],
            (result, printer, cancellation) => release.RunAsync(result, printer, async (service, subject) =>
            {
                var found = await service.ListReleasesAsync(subject, cancellation).ConfigureAwait(false);
                var now = DateTimeOffset.UtcNow;
                printer.Show(
                    found.Count == 0 ? [$"There are no releases of {subject}."] : found.Select(one => ReleaseText.Line(one, now)), json =>
                    {
                        json.WriteStartArray("releases");
                        foreach (var one in found)
                        {
                            json.WriteStartObject();
                            ReleaseText.Write(json, one, now);
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                    });
            }, cancellation));
    }

    /// <summary>A command about the release that its argument names.</summary>
    internal static Command OfOne(
        CliEnvironment environment,
        Command command,
        IEnumerable<Option> options,
        Func<ReleaseCommand, IReleases, ReleaseAddress, ParseResult, Printer, CancellationToken, Task> run,
        Func<ReleaseCommand, string, ParseResult, Printer, CancellationToken, Task<int>?>? instead = null)
    {
        var release = new ReleaseCommand(environment);
        var id = Id();
        command.Arguments.Add(id);
        return command.Out([.. options, .. release._connecting.All, release._repo], (result, printer, cancellation) =>
        {
            var given = result.GetRequiredValue(id)!;
            if (instead?.Invoke(release, given, result, printer, cancellation) is { } other)
            {
                return other;
            }

            var name = IdOf(given);
            return release.RunAsync(
                result,
                printer,
                (service, subject) => run(release, service, ReleaseAddress.Of(subject, name), result, printer, cancellation),
                cancellation);
        });
    }

    /// <summary>The static feeds that are to be written, if they are wanted.</summary>
    internal ReleaseFeeds? Feeds(ParseResult result, bool areWanted)
    {
        var connection = _connecting.Read(result, _environment, result.GetValue(_repo));
        return _connecting.StaticFeed(result, connection.Place, areWanted) is { } downloads
            ? new ReleaseFeeds(connection, downloads)
            : null;
    }

    private static Argument<string?> Id() => CommonOptions.Subject<string?>("id", "The release.");

    private static ReleaseId IdOf(string given) => ReleaseId.TryParse(given, out var id, out var fault)
        ? id
        : throw CommandFailure.Usage(Complaints.NotAnAddress(LogText.Shorten(given), "an id", fault));

    /// <summary>The legs that an option names.</summary>
    internal static List<LegName> Legs(string given)
    {
        const StringSplitOptions Named = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var names = given.Split(',', Named).Select(Leg).Distinct().ToList();
        return names.Count > 0 ? names : throw CommandFailure.Usage(Complaints.OptionsAtOdds("--legs names no leg."));
    }

    private static LegName Leg(string given) => LegName.TryParse(given, out var leg, out var fault)
        ? leg
        : throw CommandFailure.Usage(Complaints.NotAnAddress(LogText.Shorten(given), "name,name", fault));

    private async Task<int> RunAsync(
        ParseResult result, Printer printer, Func<IReleases, string, Task> run, CancellationToken cancellation)
    {
        var repo = result.GetValue(_repo);
        var connection = _connecting.Read(result, _environment, repo);
        var subject = Subject(repo ?? (connection.Place is ChosenPlace.Folder { IsEmbedded: true } ? ChosenPlace.EmbeddedRepo : null));
        using var opened = await connection.OpenAsync(cancellation).ConfigureAwait(false);
        var service = RetriedReleases.Of(opened.Destination.Service, PlaceOpener.LimitsFor(connection.Place), printer.Tell);
        try
        {
            await run(service, subject).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            throw CommandFailure.Failed(ReleaseFailure.NotKept(connection.Place.Name));
        }

        return ExitCode.Success;
    }

    private static string Subject(string? repo)
    {
        if (repo is null)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds("--repo is missing: it says whose release it is."));
        }

        var subject = repo.Trim().Split('/')[0];
        return RepositoryAddress.FaultInSubject(subject) is not { } fault
            && (subject == repo.Trim() || RepositoryAddress.TryParse(repo, out _, out fault))
                ? subject
                : throw CommandFailure.Usage(Complaints.NotAnAddress(repo, "subject or subject/repository", fault ?? ""));
    }
}
