namespace BintrayPush.Api.Names;

/// <summary>A package by its full name. An instance always holds legal names.</summary>
public sealed record PackageAddress : MetadataOwner
{
    private PackageAddress(RepositoryAddress repository, string name)
    {
        Repository = repository;
        Name = name;
    }

    /// <inheritdoc/>
    public override RepositoryAddress Repository { get; }

    /// <summary>The package's own name.</summary>
    public string Name { get; }

    /// <summary>Checks a name from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static PackageAddress Of(RepositoryAddress repository, string name) =>
        NameRules.FaultInFreeName(name) is { } fault
            ? throw new FormatException($"not a package name: {fault}")
            : new PackageAddress(repository, name);

    /// <summary><c>subject/repository/package</c>.</summary>
    public override string ToString() => $"{Repository}/{Name}";
}
