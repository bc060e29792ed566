using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Content;

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
        FaultInName(name) is { } fault ? throw new FormatException(fault) : new PackageAddress(repository, name);

    /// <summary>Why a name from outside is not that of a package, or <see langword="null"/> if it may be.</summary>
    public static string? FaultInName(string name) =>
        NameRules.FaultInFreeName(name) is { } fault ? $"not a package name: {fault}" : null;

    /// <summary>Reads the form <c>subject/repository/package</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PackageAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        var names = text.Trim().Split('/');
        fault = names.Length != 3
            ? $"'{LogText.Shorten(text)}' is not of the form subject/repository/package"
            : RepositoryAddress.FaultInSubject(names[0]) ?? RepositoryAddress.FaultInName(names[1]) ?? FaultInName(names[2]);
        if (fault is not null)
        {
            return false;
        }

        address = Of(RepositoryAddress.Of(names[0], names[1]), names[2]);
        return true;
    }

    /// <summary><c>subject/repository/package</c>.</summary>
    public override string ToString() => $"{Repository}/{Name}";
}
