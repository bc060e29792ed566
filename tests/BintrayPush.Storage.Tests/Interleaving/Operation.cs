using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>What an actor asks of the service.</summary>
internal abstract record Operation;

internal sealed record Uploading(VersionAddress Version, RepositoryPath Path, string Text, bool Override, bool Publish) : Operation;

internal sealed record Publishing(VersionAddress Version, IReadOnlyList<ExpectedFile>? Expected) : Operation
{
    public override string ToString() =>
        $"Publishing {Version} "
            + $"{(Expected is null ? "all" : string.Join(", ", Expected.Select(file => $"{file.Path}={file.Sha256[..6]}")))}";
}

internal sealed record Releasing(IReadOnlyList<ReleasedVersion> Versions) : Operation
{
    public override string ToString() =>
        $"Releasing {string.Join(" and ", Versions.Select(version => new Publishing(version.Version, version.Expected)))}";
}

internal sealed record Discarding(VersionAddress Version) : Operation;

internal sealed record DeletingFile(RepositoryPath Path) : Operation;

internal sealed record DeletingVersion(VersionAddress Version) : Operation;

internal sealed record DeletingPackage(PackageAddress Package) : Operation;

internal sealed record CreatingPackage(PackageAddress Package) : Operation;

internal sealed record DeletingRepository : Operation;

internal sealed record CreatingRepository : Operation;

internal sealed record ListingFiles(VersionAddress Version) : Operation;

internal sealed record Downloading(RepositoryPath Path) : Operation;

internal sealed record DescribingFile(RepositoryPath Path) : Operation;

internal sealed record SettingPrivacy(bool Private) : Operation;

internal sealed record Sweeping : Operation;
