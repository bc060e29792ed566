using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary>The options by which <c>bintray promote</c> is about a published version, and not about a release.</summary>
/// <param name="environment">Where it is run.</param>
/// <param name="ofReleases">Options that are about releases only.</param>
internal sealed class PromotionOptions(CliEnvironment environment, IReadOnlyList<Option> ofReleases)
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = "Promote a published version: the repository that its files become public in. The service has their bytes.",
        HelpName = Addresses.OfRepository,
    };
    private readonly Option<bool> _override = CommonOptions.Flag(
        "--override", "With --to: replace published files that have other content there.");

    public IEnumerable<Option> All => [_to, _override];

    /// <summary>Promotes a version, if one is meant.</summary>
    /// <returns>The exit code; <see langword="null"/> if it is about a release.</returns>
    public Task<int>? RunAsync(
        ReleaseCommand command, string given, ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var to = result.GetValue(_to);
        return to is not null ? PromoteAsync(command, given, to, result, printer, cancellation)
            : result.GetValue(_override)
                ? throw CommandFailure.Usage(Complaints.OptionsAtOdds("--override is about a version: give --to with it."))
                : null;
    }

    private async Task<int> PromoteAsync(
        ReleaseCommand command, string given, string to, ParseResult result, Printer printer, CancellationToken cancellation)
    {
        if (ofReleases.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds($"{other.Name} is about a release, and with --to there is none."));
        }

        var (source, target) = (Addresses.Version(given), Addresses.Repository(to));
        if (source.Repository == target)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds($"--to is {target}, where the version is already."));
        }

        var connection = command.Connect(result, target.ToString());
        using var opened = await connection.OpenAsync(cancellation).ConfigureAwait(false);
        var promotion = new VersionPromotion(new PlaceWork(opened, connection, printer), environment.Passphrase);
        return await promotion.RunAsync(source, target, result.GetValue(_override), cancellation).ConfigureAwait(false);
    }
}
