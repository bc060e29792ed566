namespace BintrayPush.Api.Names;

/// <summary>A version by its full name. An instance always holds legal names.</summary>
public sealed record VersionAddress : MetadataOwner
{
    private VersionAddress(PackageAddress package, string name)
    {
        Package = package;
        Name = name;
    }

    /// <summary>The package it is a version of.</summary>
    public PackageAddress Package { get; }

    /// <inheritdoc/>
    public override RepositoryAddress Repository => Package.Repository;

    /// <summary>The version's own name, for example <c>2.1.0</c>.</summary>
    public string Name { get; }

    /// <summary>Checks a name from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static VersionAddress Of(PackageAddress package, string name) =>
        NameRules.FaultInFreeName(name) is { } fault
            ? throw new FormatException($"not a version name: {fault}")
            : new VersionAddress(package, name);

    /// <summary><c>subject/repository/package/version</c>.</summary>
    public override string ToString() => $"{Package}/{Name}";
}
