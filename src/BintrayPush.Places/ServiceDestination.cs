using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Http.SignIn;
using BintrayPush.Destinations;
using BintrayPush.Messages;

namespace BintrayPush.Places;

/// <summary>A service as a destination, with the credentials that this machine has for it.</summary>
public static class ServiceDestination
{
    /// <summary>The name of the credentials file in the user's own folder (<see cref="ChosenPlace.Home"/>).</summary>
    public const string CredentialsName = "credentials.json";

    /// <summary>Makes ready to speak to it; nothing is sent yet.</summary>
    /// <param name="service">The service.</param>
    /// <param name="settings">How it is spoken to.</param>
    public static OpenDestination Open(ServiceUrl service, ConnectionSettings settings)
    {
        var client = BintrayHttpClient.Open(
            service, settings.Downloads, settings.Credentials, settings.Limits, settings.SignIn);
        var read = settings.Downloads ?? service.Downloads;
        var destination = new Destination(
            client,
            service.ToString(),
            (file, _) => read.Below([file.Repository.Subject, file.Repository.Name, .. file.Path.Value.Split('/')]).AbsoluteUri,
            (repository, _) => read.Below([repository.Subject, repository.Name]).AbsoluteUri);
        return new OpenDestination(destination, client);
    }

    /// <summary>
    /// How a service is spoken to, with the credentials for it. Where there are none, and the build service vouches for this build, a key
    /// is got when the first call needs one.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="repo">What is spoken of, as it was given; its subject is the user if there is no other.</param>
    /// <param name="downloads">Where published files are read from, if it is said.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="reader">Gets the complaints.</param>
    public static ConnectionSettings Connect(
        ServiceUrl service,
        string? repo,
        ServiceUrl? downloads,
        HttpLimits limits,
        Func<string, string?> environment,
        PlaceReader reader)
    {
        var before = reader.Problems.Count;
        var credentials = FindCredentials(service, repo, environment, reader);
        var signIn = credentials is null && reader.Problems.Count == before ? FindSignIn(service, repo, limits, environment, reader) : null;
        return new(downloads, credentials, limits, signIn);
    }

    /// <summary>
    /// The credentials for a service whose URL may be one: BINTRAY_USER and BINTRAY_API_KEY, else the entry of its host in
    /// credentials.json. With a key and no user the subject is the user, as the original service's own client had it (protocol reference
    /// 1.2).
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="repo">What is pushed to, as it was given.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="reader">Gets the complaints.</param>
    /// <returns>Nothing if there are none; then the service decides what it allows to everybody.</returns>
    public static Credentials? FindCredentials(ServiceUrl service, string? repo, Func<string, string?> environment, PlaceReader reader)
    {
        if (ServiceAddress.FaultOf(service, repo, reader.Url) is { } fault)
        {
            reader.Add(fault);
            return null;
        }

        if (environment("BINTRAY_API_KEY")?.Trim() is { Length: > 0 } key)
        {
            return FromEnvironment(key, environment("BINTRAY_API_KEY") != key, repo, environment, reader);
        }

        if (ChosenPlace.Home(environment, reader) is not { } home)
        {
            return null;
        }

        try
        {
            var file = Path.Combine(home, CredentialsName);
            return CredentialsFile.Find(file, service.Host) is { } found && IsUsable(found, "the user in credentials.json", reader)
                ? found with { Source = $"from {file}" }
                : null;
        }
        catch (CredentialsFileException unusable)
        {
            reader.Add(PlaceProblems.CredentialsFileUnusable(unusable.Path, unusable.Fault));
            return null;
        }
    }

    /// <summary>
    /// A blank or a line break at the end of a key comes from a file or a paste: no key has one, and the message of a refusal says it.
    /// </summary>
    private static Credentials? FromEnvironment(
        string key, bool wasTrimmed, string? repo, Func<string, string?> environment, PlaceReader reader)
    {
        var (user, isUserGuessed) = User(repo, environment);
        if (user.Length == 0)
        {
            reader.Add(PlaceProblems.UserMissing());
            return null;
        }

        var source = "from BINTRAY_API_KEY" + (wasTrimmed ? " (without the white space around it)" : "")
            + (isUserGuessed ? $" (BINTRAY_USER is not set: the user is the subject of {Setting.Repo})" : "");
        var credentials = new Credentials(user, new Secret(key)) { Source = source };
        return IsUsable(credentials, WhereOf(isUserGuessed), reader) ? credentials : null;
    }

    /// <summary>Without a user there is nobody whose key could be asked for.</summary>
    private static BuildSignIn? FindSignIn(
        ServiceUrl service, string? repo, HttpLimits limits, Func<string, string?> environment, PlaceReader reader)
    {
        var (user, isUserGuessed) = User(repo, environment);
        return user.Length > 0
            && BuildSignIn.Find(service, user, environment, limits) is { } signIn
            && IsUsable(new Credentials(user, new Secret("")), WhereOf(isUserGuessed), reader)
            ? signIn
            : null;
    }

    private static (string User, bool IsGuessed) User(string? repo, Func<string, string?> environment) =>
        environment("BINTRAY_USER")?.Trim() is { Length: > 0 } given ? (given, false) : ((repo ?? "").Split('/')[0].Trim(), true);

    private static string WhereOf(bool isUserGuessed) => isUserGuessed ? $"the subject of {Setting.Repo}" : "BINTRAY_USER";

    /// <summary>On the wire a colon ends the user name (RFC 7617), and what comes behind it would be taken for the key.</summary>
    private static bool IsUsable(Credentials credentials, string where, PlaceReader reader)
    {
        var fault = credentials.User.IndexOf(':') >= 0 ? PlaceProblems.UserIllegal(where, "a colon")
            : credentials.User.Any(char.IsControl) ? PlaceProblems.UserIllegal(where, "a control character")
            : credentials.Key.Reveal().Any(char.IsControl) ? PlaceProblems.KeyIllegal(credentials.Source ?? "from credentials.json")
            : null;
        if (fault is not null)
        {
            reader.Add(fault);
        }

        return fault is null;
    }
}
