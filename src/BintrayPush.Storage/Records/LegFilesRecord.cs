namespace BintrayPush.Storage.Records;

/// <summary>The files of a leg. Immutable; its key holds a random id.</summary>
/// <param name="Versions">Its versions.</param>
internal sealed record LegFilesRecord(IReadOnlyList<LegFilesRecord.LegVersionEntry> Versions)
{
    public static LegFilesRecord Of(LegManifest manifest) => new(
    [
        .. manifest.Versions.Select(version => new LegVersionEntry(
            version.Version.Repository.Name,
            version.Version.Package.Name,
            version.Version.Name,
            [.. version.Files.Select(file => new LegFileEntry(file.Path.Value, file.Sha256, file.Size))])),
    ]);

    /// <exception cref="FormatException">Something of it makes no sense.</exception>
    public LegManifest ToManifest(string subject) => !IsWhole ? throw new FormatException("it is not whole") : new(
    [
        .. Versions.Select(version => new LegVersion(
            VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of(subject, version.Repo), version.Package), version.Version),
            [.. version.Files.Select(file => new LegFile(RepositoryPath.Of(file.Path), file.Sha256, file.Size))])),
    ]);

    /// <summary>A reader of JSON makes objects of any.</summary>
    private bool IsWhole => Versions?.All(version => version is { Repo: not null, Package: not null, Version: not null, Files: not null }
        && version.Files.All(file => file is { Path: not null, Sha256: not null })) == true;

    internal sealed record LegVersionEntry(string Repo, string Package, string Version, IReadOnlyList<LegFileEntry> Files);

    internal sealed record LegFileEntry(string Path, string Sha256, long Size);
}
