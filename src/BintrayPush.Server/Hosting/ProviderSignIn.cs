using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Pages;
using BintrayPush.Server.Settings;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Hosting;

/// <summary>Puts together what signs people in by a provider of identities; nothing if none is set.</summary>
internal static class ProviderSignIn
{
    /// <summary>By what sessions know the provider.</summary>
    public static string? NameOf(PageSignIn? settings) =>
        settings is null ? null : $"{settings.Issuer.OriginalString}\n{settings.Client}\n{settings.Claim}";

    public static IEnumerable<CallRoute> Routes(
        WebApplication app, AccessRules access, UserRecords users, PageSessions? sessions, ServerSettings settings)
    {
        if (settings.PageSignIn is not { } signIn || sessions is null)
        {
            return [];
        }

        var provider = new Provider(signIn, Provider.SecretOf(signIn));
        app.Lifetime.ApplicationStopped.Register(provider.Dispose);
        return new ProviderCalls(
            provider,
            new ProviderCheck(provider, signIn, users, settings.Time),
            sessions,
            new PageHandling(access, sessions, new FeedAddress(settings.PublicUrl), settings),
            new GuessLimit(settings.Time, Refusal.TooManyGuesses),
            settings.ForwardedFor,
            settings.Time,
            app.Services.GetRequiredService<ILogger<ProviderCalls>>()).Routes;
    }
}
