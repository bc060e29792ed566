using BintrayPush.Api.Service;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>What somebody's tools have to know of a repository.</summary>
/// <param name="Address">The repository.</param>
/// <param name="Details">What was set for it.</param>
/// <param name="Server">What the address of everything on this server begins with.</param>
/// <param name="Feed">The index of its NuGet feed, if it is one.</param>
/// <param name="IsSigned">Whether its subject has a key that its index is signed with.</param>
internal sealed record RepositorySetup(
    RepositoryAddress Address, RepositoryDetails Details, string Server, string Feed, bool IsSigned)
{
    /// <summary>Its type.</summary>
    public string Type => Details.Type ?? RepositoryTypes.Default;

    /// <summary>Whether it asks for a key.</summary>
    public bool IsPrivate => Details.Private == true;

    /// <summary>By what tools tell it from others: made of letters, digits and <c>.-_</c>.</summary>
    public string Name => $"{Address.Subject}-{Address.Name}";

    /// <summary>Where its files lie.</summary>
    public string Folder => PageLinks.Folder(Server, Address);

    /// <summary>The setup of the repository that a call is about.</summary>
    public static async Task<RepositorySetup> OfAsync(
        IBintray bintray, FeedAddress addresses, Call call, RepositoryDetails details)
    {
        var isSigned = details.Type == RepositoryTypes.Debian
            && await bintray.GetPublicKeysAsync(call.Repository.Subject, call.Cancellation) is not null;
        return new RepositorySetup(call.Repository, details, addresses.ServerOf(call), addresses.Of(call).Index, isSigned);
    }
}
