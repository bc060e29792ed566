using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Content;

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
        FaultInName(name) is { } fault ? throw new FormatException(fault) : new VersionAddress(package, name);

    /// <summary>Why a name from outside is not that of a version, or <see langword="null"/> if it may be.</summary>
    public static string? FaultInName(string name) =>
        NameRules.FaultInFreeName(name) is { } fault ? $"not a version name: {fault}" : null;

    /// <summary>Reads the form <c>subject/repository/package/version</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        var names = text.Trim().Split('/');
        fault = names.Length != 4
            ? $"'{LogText.Shorten(text)}' is not of the form subject/repository/package/version"
            : RepositoryAddress.FaultInSubject(names[0]) ?? RepositoryAddress.FaultInName(names[1])
                ?? PackageAddress.FaultInName(names[2]) ?? FaultInName(names[3]);
        if (fault is not null)
        {
            return false;
        }

        address = Of(PackageAddress.Of(RepositoryAddress.Of(names[0], names[1]), names[2]), names[3]);
        return true;
    }

    /// <summary><c>subject/repository/package/version</c>.</summary>
    public override string ToString() => $"{Package}/{Name}";
}
