using System.Globalization;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray search</c>: packages by words.</summary>
internal sealed class SearchCommand
{
    private const int MostShown = 1000;
    private const int LongestDescription = 100;

    private readonly ConnectionOptions _connection = new();
    private readonly Argument<string[]> _words = CommonOptions.Subject<string[]>(
        "words", "What the name or the description of a package holds: all of them; * and ? stand for any characters.");
    private readonly Option<string?> _repo = CommonOptions.Text(
        Setting.Repo, "Search only in this repository, or in all of this subject.", "subject[/repository]");
    private readonly Option<int?> _limit = CommonOptions.Number("--limit", "The most packages that are shown.", 1, MostShown, 20);
    private readonly Option<int?> _start = CommonOptions.Number(
        "--start", "How many of those that are found are left out, to see what comes after them.", 0, 1_000_000, 0);
    private readonly CliEnvironment _environment;

    private SearchCommand(CliEnvironment environment)
    {
        _environment = environment;
        _words.Arity = ArgumentArity.OneOrMore;
    }

    public static Command Create(CliEnvironment environment)
    {
        var search = new SearchCommand(environment);
        var command = new Command("search", "Finds packages by words in their names and descriptions.") { search._words };
        return command.Out([search._repo, search._limit, search._start, .. search._connection.All], search.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var words = result.GetRequiredValue(_words).SelectMany(word => word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        if (words.Count == 0)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds("The words to search for are missing."));
        }

        var repo = result.GetValue(_repo);
        var within = repo is null ? new RepositorySearch(null, null) : Within(repo);
        var connection = _connection.Read(result, _environment, repo);
        using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var search = new FoundPackages(opened.Destination.Service, words, within);
        var (start, limit) = (result.GetValue(_start).GetValueOrDefault(), result.GetValue(_limit).GetValueOrDefault());
        var (packages, hasMore) = await search.ReadAsync(start, limit, cancellation).ConfigureAwait(false);
        var latest = await search.LatestAsync(packages, cancellation).ConfigureAwait(false);
        printer.Show(
            [
                .. packages.Select((package, i) => Line(package, latest[i])),
                .. Closing(packages.Count, start, hasMore, connection.Place.Name),
            ],
            json =>
            {
                json.WriteNumber("start", start);
                json.WriteBoolean("more", hasMore);
                json.WriteStartArray("packages");
                for (var i = 0; i < packages.Count; i++)
                {
                    json.WriteStartObject();
                    json.WriteString("package", packages[i].Address.ToString());
                    json.WriteString("name", packages[i].Address.Name);
                    json.WriteString("repo", packages[i].Address.Repository.ToString());
                    json.WriteText("latest", latest[i]);
                    json.WriteText("description", packages[i].Details.Description);
                    json.WriteCount("downloads", packages[i].Downloads);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        return ExitCode.Success;
    }

    private static RepositorySearch Within(string repo) => Addresses.SubjectOrRepository(repo) switch
    {
        RepositoryAddress repository => new RepositorySearch(repository.Subject, repository.Name),
        var subject => new RepositorySearch((string)subject, null),
    };

    private static string Line(Package package, string? latest)
    {
        var words = (package.Details.Description ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var description = words.Length == 0 ? "" : $": {LogText.Shorten(string.Join(' ', words), LongestDescription)}";
        var downloads = package.Downloads is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $", {count} {(count == 1 ? "download" : "downloads")}") : "";
        return $"{package.Address} ({latest ?? "nothing published"}{downloads}){description}";
    }

    private static IEnumerable<string> Closing(int shown, int start, bool hasMore, string place) =>
        hasMore ? [$"There are more: --start {start + shown} shows what comes after these."]
        : shown == 0 ? [$"{place} has no {(start == 0 ? "" : "further ")}package with these words."]
        : [];
}
