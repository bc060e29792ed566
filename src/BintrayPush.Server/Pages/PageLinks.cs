namespace BintrayPush.Server.Pages;

/// <summary>The addresses of the pages, and of what they lead to.</summary>
/// <param name="root">What the path of everything on this server begins with, behind a proxy; otherwise nothing.</param>
/// <param name="server">What the address of everything on this server begins with.</param>
public sealed class PageLinks(string root, string server)
{
    /// <summary>The place of all pages.</summary>
    public const string Place = "ui";

    /// <summary>What the address of everything on this server begins with, for commands that are run elsewhere.</summary>
    public string Server => server;

    /// <summary>The first page.</summary>
    public string Home => $"{root}/{Place}";

    /// <summary>The style sheet; its address changes with it, so that it can be kept for ever.</summary>
    public string Style => $"{Home}/{PageFile.Style.Place}";

    /// <summary>What the browser shows beside the title.</summary>
    public string Icon => $"{Home}/{PageFile.Icon.Place}";

    /// <summary>The search.</summary>
    public string Search => $"{Home}/search";

    /// <summary>Where people sign in.</summary>
    public string SignIn => $"{Home}/sign-in";

    /// <summary>Where a provider of identities lets them sign in, below <see cref="Place"/>.</summary>
    public const string ProviderPath = "/sign-in/provider";

    /// <summary>What leads to that.</summary>
    public string Provider => Home + ProviderPath;

    /// <summary>Where they sign out.</summary>
    public string SignOut => $"{Home}/sign-out";

    /// <summary>What publishes what waits of a version.</summary>
    public string Publish(VersionAddress version) => Action("publish", version);

    /// <summary>What drops it.</summary>
    public string Discard(VersionAddress version) => Action("discard", version);

    /// <summary>The page of a version after some of its files were published.</summary>
    public string AfterPublish(VersionAddress version, int files) => $"{Of(version)}?published={files}";

    /// <summary>The page of a version after some of its files were dropped.</summary>
    public string AfterDiscard(VersionAddress version, int files) => $"{Of(version)}?discarded={files}";

    /// <summary>The API keys of who is signed in.</summary>
    public string Keys => $"{Home}/keys";

    /// <summary>What a sweep would clear away.</summary>
    public string Sweep => $"{Home}/sweep";

    /// <summary>The staged releases of a subject.</summary>
    public string Releases(string subject) => $"{Home}/releases/{Escaped(subject)}";

    /// <summary>The page of a staged release.</summary>
    public string Of(ReleaseAddress release) => $"{Releases(release.Subject)}/{Escaped(release.Id.Name)}";

    /// <summary>What is staged for the NuGet feed of a repository.</summary>
    public string Staged(RepositoryAddress repository) =>
        $"{Home}/staged/{Escaped(repository.Subject)}/{Escaped(repository.Name)}";

    /// <summary>The page of a group of it.</summary>
    public string Staged(RepositoryAddress repository, ReleaseId group) => $"{Staged(repository)}/{Escaped(group.Name)}";

    /// <summary>The keys that a subject signs with.</summary>
    public string SigningKeys(string subject) => $"{Home}/signing-keys/{Escaped(subject)}";

    /// <summary>Those keys themselves, for programs that check signatures.</summary>
    public string PublicKeys(string subject) => $"{root}/users/{Escaped(subject)}/keys/gpg/public.key";

    /// <summary>Who has a role on a subject.</summary>
    public string Users(string subject) => $"{Home}/users/{Escaped(subject)}";

    /// <summary>Whose builds a subject trusts.</summary>
    public string Policies(string subject) => $"{Home}/policies/{Escaped(subject)}";

    /// <summary>The page of a subject.</summary>
    public string Of(string subject) => $"{Home}/browse/{Escaped(subject)}";

    /// <summary>The page of a repository.</summary>
    public string Of(RepositoryAddress repository) => $"{Of(repository.Subject)}/{Escaped(repository.Name)}";

    /// <summary>The page of a package.</summary>
    public string Of(PackageAddress package) => $"{Of(package.Repository)}/{Escaped(package.Name)}";

    /// <summary>The page of a version.</summary>
    public string Of(VersionAddress version) => $"{Of(version.Package)}/{Escaped(version.Name)}";

    /// <summary>Where a file is downloaded from.</summary>
    public static string Download(string before, RepositoryAddress repository, RepositoryPath path) =>
        $"{before}/dl/{Below(repository, path)}";

    /// <summary>Where the files of a repository lie.</summary>
    public static string Folder(string before, RepositoryAddress repository) =>
        $"{before}/dl/{Escaped(repository.Subject)}/{Escaped(repository.Name)}";

    /// <summary>Where a file is downloaded from, from these pages.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="path">The file.</param>
    /// <param name="inSession">Whether that is to be told who is signed in.</param>
    public string File(RepositoryAddress repository, RepositoryPath path, bool inSession) => inSession
        ? $"{Home}/files/{Below(repository, path)}"
        : Download(root, repository, path);

    private string Action(string what, VersionAddress version)
    {
        var (repository, package) = (version.Repository, version.Package.Name);
        return $"{Home}/{what}/{repository.Subject}/{repository.Name}/{Escaped(package)}/{Escaped(version.Name)}";
    }

    private static string Below(RepositoryAddress repository, RepositoryPath path) =>
        $"{repository.Subject}/{repository.Name}/{string.Join('/', path.Value.Split('/').Select(Escaped))}";

    private static string Escaped(string name) => Uri.EscapeDataString(name);
}
