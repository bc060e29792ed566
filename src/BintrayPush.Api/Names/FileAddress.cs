namespace BintrayPush.Api.Names;

/// <summary>A file by repository and path; a path belongs to one version of one package (protocol reference 8.2).</summary>
/// <param name="Repository">The repository that holds it.</param>
/// <param name="Path">Its path there.</param>
public sealed record FileAddress(RepositoryAddress Repository, RepositoryPath Path) : MetadataOwner
{
    /// <inheritdoc/>
    public override RepositoryAddress Repository { get; } = Repository;

    /// <summary><c>subject/repository/path</c>.</summary>
    public override string ToString() => $"{Repository}/{Path}";
}
