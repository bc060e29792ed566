using BintrayPush.Api.Http.Connection;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;
using BintrayPush.Places;

namespace BintrayPush.Cli.Options;

/// <summary>The options that say where a service is and how it is spoken to.</summary>
internal sealed class ConnectionOptions
{
    private const int LongestTimeout = 1_000_000;

    private readonly Option<string?> _url = CommonOptions.Text(
        Setting.Url, "The base URL of a service, a folder, or a bucket (s3://bucket/prefix); without it "
        + "the embedded repository of this machine.");
    private readonly Option<string?> _downloadUrl = CommonOptions.Text(
        Setting.DownloadUrl, "Where published files are read from, if that is not /dl beside the service; of a folder, where a web server "
        + "answers with its dl.");
    private readonly Option<string?> _authorities = CommonOptions.Text(
        Setting.CertificateAuthorityFile, "A PEM file with certificate authorities to trust beside the system's.");
    private readonly Option<bool> _allowInsecure = CommonOptions.Flag(
        Setting.AllowInsecureConnections, "Speak plain http to another machine.");
    private readonly Option<int?> _timeout = CommonOptions.Number(
        Setting.TimeoutSeconds, "The longest silence of a service, in seconds.", 1, LongestTimeout,
        (int)new HttpLimits().Silence.TotalSeconds);

    public IEnumerable<Option> All => [_url, _downloadUrl, _authorities, _allowInsecure, _timeout];

    /// <summary>Whether the command line names the place.</summary>
    public bool NamesPlace(ParseResult result) => !string.IsNullOrWhiteSpace(result.GetValue(_url));

    /// <summary>Whether plain http may be spoken to another machine.</summary>
    public bool AllowsInsecure(ParseResult result) => result.GetValue(_allowInsecure);

    /// <summary>The absolute path of the file with certificate authorities, if one is named.</summary>
    public string? AuthorityFile(ParseResult result, CliEnvironment environment) =>
        result.GetValue(_authorities) is { Length: > 0 } file ? environment.Absolute(file) : null;

    /// <summary>Reads them; whatever is wrong is wrong usage.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="environment">Where it was given.</param>
    /// <param name="repo">What is spoken of, as it was given; its subject is the user if there is only a key.</param>
    /// <param name="usual">
    /// The place if the command line names none. It comes from a file of who knows whom, so it does not get the key of the environment,
    /// which is meant for one service only; a key that is kept for that host it does.
    /// </param>
    public Connection Read(ParseResult result, CliEnvironment environment, string? repo, string? usual = null)
    {
        var reader = new PlaceReader(buckets: new Buckets());
        var allowInsecure = result.GetValue(_allowInsecure);
        var given = result.GetValue(_url) is { } url && !string.IsNullOrWhiteSpace(url) ? url : null;
        var place = ChosenPlace.Choose(given ?? usual, allowInsecure, environment.Folder, environment.Variable, reader);
        if (given is null && place is ChosenPlace.Bucket bucket)
        {
            // Nor do the credentials of buckets go to an engine that such a file names.
            throw CommandFailure.Usage(BucketComplaints.Unsaid(bucket.Address));
        }

        // Nor may a build sign in there: only what it is told of the home of its user is looked at.
        Func<string, string?> variable = given is null && usual is not null ? name =>
            name == ChosenPlace.HomeVariable ? environment.Variable(name) : null : environment.Variable;
        var settings = place is ChosenPlace.Service service
            ? ServiceDestination.Connect(
                service.Url,
                repo,
                reader.DownloadUrl(result.GetValue(_downloadUrl), allowInsecure),
                Limits(result, environment, reader),
                variable,
                reader)
            : null;
        return place is null || reader.Problems.Count > 0
            ? throw CommandFailure.Usage([.. reader.Problems])
            : new Connection(place, settings, HomeKeys.Of(environment.Variable));
    }

    /// <summary>Where a web server answers with the plain files of a folder, if static feeds are to be written there.</summary>
    public ServiceUrl? StaticFeed(ParseResult result, ChosenPlace place, bool isWanted)
    {
        var reader = new PlaceReader();
        var downloads = reader.StaticFeed(isWanted, place, result.GetValue(_downloadUrl), result.GetValue(_allowInsecure));
        return reader.Problems.Count > 0 ? throw CommandFailure.Usage([.. reader.Problems]) : downloads;
    }

    /// <summary>Reads them for a command that brings credentials of its own.</summary>
    public (ServiceUrl Service, HttpLimits Limits) ReadService(ParseResult result, CliEnvironment environment)
    {
        var reader = new PlaceReader();
        if (string.IsNullOrWhiteSpace(result.GetValue(_url)))
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds("--url is missing: the service that the key is for."));
        }

        var place = ChosenPlace.Choose(
            result.GetValue(_url), result.GetValue(_allowInsecure), environment.Folder, environment.Variable, reader);
        var limits = Limits(result, environment, reader);
        return reader.Problems.Count > 0 ? throw CommandFailure.Usage([.. reader.Problems])
            : place is ChosenPlace.Service service ? (service.Url, limits)
            : throw CommandFailure.Usage(
                Complaints.OptionsAtOdds("--url is a folder, and a folder asks for no key. Give the URL of a service."));
    }

    /// <summary>The user's own folder.</summary>
    public static string Home(CliEnvironment environment)
    {
        var reader = new PlaceReader();
        return ChosenPlace.Home(environment.Variable, reader) ?? throw CommandFailure.Usage([.. reader.Problems]);
    }

    private HttpLimits Limits(ParseResult result, CliEnvironment environment, PlaceReader reader) => new()
    {
        Silence = TimeSpan.FromSeconds(result.GetValue(_timeout).GetValueOrDefault()),
        Authorities = reader.Authorities(AuthorityFile(result, environment)),
    };
}
