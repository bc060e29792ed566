using BintrayPush.Api;
using BintrayPush.Api.Http;

namespace BintrayPush.Pushing;

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
        var client = BintrayHttpClient.Open(service, settings.Downloads, settings.Credentials, settings.Limits);
        var read = settings.Downloads ?? service.Downloads;
        var destination = new Destination(
            client,
            service.ToString(),
            (file, _) => read.Below([file.Repository.Subject, file.Repository.Name, .. file.Path.Value.Split('/')]).AbsoluteUri,
            (repository, _) => read.Below([repository.Subject, repository.Name]).AbsoluteUri);
        return new OpenDestination(destination, client);
    }

    /// <summary>
    /// The credentials for a service: BINTRAY_USER and BINTRAY_API_KEY, else the entry of its host in credentials.json. With a key
    /// and no user the subject is the user, as the original service's own client had it (protocol reference 1.2).
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="repo">What is pushed to, as it was given.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="reader">Gets the complaints.</param>
    /// <returns>Nothing if there are none; then the service decides what it allows to everybody.</returns>
    public static Credentials? FindCredentials(ServiceUrl service, string? repo, Func<string, string?> environment, PlaceReader reader)
    {
        if (environment("BINTRAY_API_KEY") is { Length: > 0 } key)
        {
            var user = environment("BINTRAY_USER") is { Length: > 0 } given ? given : (repo ?? "").Split('/')[0].Trim();
            if (user.Length > 0)
            {
                return new Credentials(user, new Secret(key));
            }

            reader.Add(PlaceProblems.UserMissing(reader.Names.Repo));
            return null;
        }

        if (ChosenPlace.Home(environment, reader) is not { } home)
        {
            return null;
        }

        try
        {
            return CredentialsFile.Find(Path.Combine(home, CredentialsName), service.Host);
        }
        catch (CredentialsFileException fault)
        {
            reader.Add(PlaceProblems.CredentialsFileUnusable(fault.Path, fault.Fault));
            return null;
        }
    }
}
