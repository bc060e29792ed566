using BintrayPush.Feed.Model;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Feed;

/// <summary>
/// What the addresses in a feed's documents begin with. They are absolute, so a server behind a proxy has to know its own.
/// </summary>
/// <param name="publicUrl">What was set, or <see langword="null"/>: then what the client has used counts.</param>
internal sealed class FeedAddress(Uri? publicUrl)
{
    /// <summary>The addresses of the feed that a call is about.</summary>
    public FeedUrls Of(Call call) => new($"{RepositoryOf(call)}/v3/");

    /// <summary>The addresses of the feed of what is staged in a group.</summary>
    public FeedUrls OfStaged(Call call, ReleaseId group) =>
        new($"{RepositoryOf(call)}/staged/{Uri.EscapeDataString(group.Name)}/v3/");

    /// <summary>The page of the folder that a file of the repository of a call is in.</summary>
    public string FolderOf(Call call, string path)
    {
        string[] segments = [call.Repository.Subject, call.Repository.Name, .. path.Split('/')[..^1]];
        return $"{ServerOf(call)}/dl/{string.Join('/', segments.Select(Uri.EscapeDataString))}/";
    }

    private string RepositoryOf(Call call)
    {
        var (subject, repository) = (Uri.EscapeDataString(call.Repository.Subject), Uri.EscapeDataString(call.Repository.Name));
        return $"{ServerOf(call)}/nuget/{subject}/{repository}";
    }

    /// <summary>What the address of everything on this server begins with, without a slash at its end.</summary>
    public string ServerOf(Call call)
    {
        var request = call.Http.Request;
        return publicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host.ToUriComponent()}";
    }
}
