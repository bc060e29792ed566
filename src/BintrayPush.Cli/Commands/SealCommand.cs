using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Destinations;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray release seal</c> and <c>bintray promote</c>: they publish a release at one moment. Who seals says which legs it has; who
/// promotes takes it as it is staged.
/// </summary>
internal sealed class SealCommand
{
    private readonly Option<string?> _legs;
    private readonly Option<bool> _feed = CommonOptions.Flag(
        Setting.StaticFeed,
        "Write the NuGet feeds of the folder as plain files, for the web server at --download-url, once it is public.");

    private readonly Secret? _passphrase;

    private SealCommand(CliEnvironment environment, string legs, bool required)
    {
        _passphrase = environment.Passphrase;
        _legs = new Option<string?>("--legs") { Description = legs, HelpName = "name,name", Required = required };
    }

    /// <summary>The command that names the legs.</summary>
    public static Command Create(CliEnvironment environment) => Create(
        environment,
        new Command("seal", "Publishes all legs of a release at one moment, if exactly those are staged that it names."),
        new SealCommand(
            environment, "The legs that the release has, separated by commas: exactly these must be staged.", required: true));

    /// <summary>The command that takes the legs that are there.</summary>
    public static Command CreatePromote(CliEnvironment environment)
    {
        var seal = new SealCommand(
            environment, "The legs that the release must have, separated by commas; without it those that are staged.", required: false);
        var promotion = new PromotionOptions(environment, [seal._legs, seal._feed]);
        return Create(
            environment,
            new Command(
                "promote",
                "Publishes what is staged in a release, all of it at one moment; with --to, a published version in another repository."),
            seal,
            promotion);
    }

    private static Command Create(
        CliEnvironment environment, Command command, SealCommand seal, PromotionOptions? promotion = null) =>
        ReleaseCommand.OfOne(
            environment,
            command,
            [seal._legs, seal._feed, .. promotion?.All ?? []],
            seal.RunAsync,
            promotion is null ? null : promotion.RunAsync);

    private async Task RunAsync(
        ReleaseCommand one,
        IReleases service,
        ReleaseAddress release,
        ParseResult result,
        Printer printer,
        CancellationToken cancellation)
    {
        var expected = result.GetValue(_legs) is { } given
            ? ReleaseCommand.Legs(given)
            : await LegsOfAsync(service, release, cancellation).ConfigureAwait(false);
        var feeds = one.Feeds(result, result.GetValue(_feed));
        if (feeds is not null)
        {
            await feeds.FindAsync(service, release, expected, one.Named(result), cancellation).ConfigureAwait(false);
        }

        var answer = await service.SealReleaseAsync(release, expected, cancellation, _passphrase).ConfigureAwait(false);
        IReadOnlyList<WrittenFeed> written = feeds is null ? [] : await feeds.WriteAsync(release, cancellation).ConfigureAwait(false);
        Show(printer, release, expected, answer, written);
    }

    /// <summary>Whoever stages one more leg meanwhile is not published unseen: the service compares.</summary>
    private static async Task<List<LegName>> LegsOfAsync(
        IReleases service, ReleaseAddress release, CancellationToken cancellation) =>
        await service.GetReleaseAsync(release, cancellation).ConfigureAwait(false) is { Legs.Count: > 0 } found
            ? [.. found.Legs.Select(leg => leg.Name)]
            : throw CommandFailure.Failed(ReleaseFailure.NotThere(release));

    private static void Show(
        Printer printer, ReleaseAddress release, List<LegName> legs, SealAnswer answer, IReadOnlyList<WrittenFeed> written)
    {
        string[] warning = answer.Warning is { } words ? [$"  the service says: {words}"] : [];
        printer.Show(
            [
                .. warning,
                answer.WasSealed
                    ? $"Release {release} was published before; nothing was to be done"
                    : $"Release {release} is published: {ReleaseText.Count(answer.Files, "file")} became public, legs "
                        + string.Join(", ", legs),
                .. written.Select(shown => $"  feed {shown.Summary}"),
            ],
            json =>
            {
                json.WriteString("subject", release.Subject);
                json.WriteString("id", release.Id.Name);
                json.WriteNumber("files", answer.Files);
                json.WriteBoolean("wasSealed", answer.WasSealed);
                json.WriteText("warning", answer.Warning);
                json.WriteStartArray("feeds");
                foreach (var shown in written)
                {
                    json.WriteStringValue(shown.Index);
                }

                json.WriteEndArray();
            });
    }
}
