namespace BintrayPush.Server.Pages;

/// <summary>What every page knows.</summary>
/// <param name="Links">The addresses of the other pages.</param>
/// <param name="User">Who looks at it; <see langword="null"/> for somebody who is not signed in.</param>
/// <param name="FormToken">
/// What the forms of this page bring back; <see langword="null"/> for somebody without a session, for whom there are none.
/// </param>
public sealed record PageContext(PageLinks Links, string? User, string? FormToken)
{
    /// <summary>Where a file is downloaded from: a session is known below the pages alone.</summary>
    public string Download(RepositoryAddress repository, RepositoryPath path) => Links.File(repository, path, FormToken is not null);
}
