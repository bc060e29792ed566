using BintrayPush.Api;
using BintrayPush.Api.Http;
using BintrayPush.Pushing;

namespace BintrayPush.Build.Pushing;

/// <summary>A service as a destination, with the credentials that this machine has for it.</summary>
internal static class ServiceDestination
{
    /// <summary>Makes ready to speak to it; nothing is sent yet.</summary>
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
    /// <returns>Nothing if there are none; then the service decides what it allows to everybody.</returns>
    public static Credentials? FindCredentials(ServiceUrl service, string? repo, Func<string, string?> environment, PropertyReader reader)
    {
        if (environment("BINTRAY_API_KEY") is { Length: > 0 } key)
        {
            var user = environment("BINTRAY_USER") is { Length: > 0 } given ? given : (repo ?? "").Split('/')[0].Trim();
            if (user.Length > 0)
            {
                return new Credentials(user, new Secret(key));
            }

            reader.Add(Texts.UserMissing());
            return null;
        }

        if (ChosenPlace.Home(environment, reader) is not { } home)
        {
            return null;
        }

        try
        {
            return CredentialsFile.Find(Path.Combine(home, "credentials.json"), service.Host);
        }
        catch (CredentialsFileException fault)
        {
            reader.Add(Texts.CredentialsFileUnusable(fault.Path, fault.Fault));
            return null;
        }
    }
}
