namespace BintrayPush.Api.Names;

/// <summary>
/// What can carry attributes: a <see cref="PackageAddress"/>, a <see cref="VersionAddress"/> or a <see cref="FileAddress"/>.
/// </summary>
public abstract record MetadataOwner
{
    private protected MetadataOwner()
    {
    }

    /// <summary>The repository it lives in.</summary>
    public abstract RepositoryAddress Repository { get; }
}
