using System.Diagnostics.CodeAnalysis;

namespace BintrayPush.Api.Names;

/// <summary>The types a repository may have (protocol reference, section 3), as they are written on the wire and in the store.</summary>
public static class RepositoryTypes
{
    /// <summary>Maven: coordinates in paths, no snapshots.</summary>
    public const string Maven = "maven";

    /// <summary>Debian: files have a distribution, a component and an architecture.</summary>
    public const string Debian = "debian";

    /// <summary>NuGet.</summary>
    public const string NuGet = "nuget";

    /// <summary>Any files, without an index.</summary>
    public const string Generic = "generic";

    /// <summary>The type of a repository that was created without one.</summary>
    public const string Default = Generic;

    /// <summary>"deb" was seen for "debian" (reference, section 17).</summary>
    private const string DebianAlias = "deb";

    private static readonly string[] Known = [Maven, Debian, "conan", "rpm", "docker", "npm", "opkg", NuGet, "vagrant", Generic];

    /// <summary>All of them, in the order in which messages list them.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly(Known);

    /// <summary>Reads a type as a client may write it: letter case does not count, and nothing means the default.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? type)
    {
        var lower = (text ?? Default).ToLowerInvariant();
        type = lower == DebianAlias ? Debian : Known.FirstOrDefault(known => known == lower);
        return type is not null;
    }
}
