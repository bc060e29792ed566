namespace BintrayPush.Artifacts;

/// <summary>A local file to be pushed, with its properties.</summary>
public sealed record Artifact
{
    /// <summary>The absolute path of the file.</summary>
    public required string LocalPath { get; init; }

    /// <summary>The copy that is sent in its place; <see langword="null"/> if the file itself is.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The absolute path that its bytes are read from. Messages and receipts name <see cref="LocalPath"/>.</summary>
    public string ContentPath => Snapshot?.Path ?? LocalPath;

    /// <summary>Where it goes when no path is given: the file name, or the path below the folder it was found in.</summary>
    public required string DefaultPath { get; init; }

    /// <summary>Bytes; <see langword="null"/> if there is no such file.</summary>
    public required long? Size { get; init; }

    /// <summary>Whether there is a folder where a file should be.</summary>
    public bool IsFolder { get; init; }

    /// <summary>What is there instead of a regular file, in words: a device, for example.</summary>
    public string? OtherKind { get; init; }

    /// <summary>Where it leads, if it is a link out of the folder that it was found in, or below a link that is.</summary>
    public string? LeadsTo { get; init; }

    /// <summary>Its own coordinates, as its metadata gives them; blank ones do not count.</summary>
    public GivenCoordinates Own { get; init; } = GivenCoordinates.None;

    /// <summary>Whether it may replace a published file; <see langword="null"/> if the project decides.</summary>
    public bool? Override { get; init; }

    /// <summary>Whether it is an archive to be unpacked by the service; <see langword="null"/> if the project decides.</summary>
    public bool? Explode { get; init; }

    /// <summary>Whether it stands in the list of downloads; <see langword="null"/> if that is left as it is.</summary>
    public bool? ListInDownloads { get; init; }

    /// <summary>Where a Debian index puts it, if it is a Debian package (protocol reference 8.4).</summary>
    public DebianCoordinates? Debian { get; init; }

    /// <summary>What selections look at. Never sent.</summary>
    public ArtifactProperties Properties { get; init; } = ArtifactProperties.None;

    /// <summary>Those of its properties that leave the machine, as attributes of the published file (semantics reference 1.5).</summary>
    public ArtifactProperties Disclosed { get; init; } = ArtifactProperties.None;

    /// <summary>Looks at a file.</summary>
    /// <param name="localPath">Its absolute path.</param>
    /// <param name="defaultPath">Where it goes when no path is given; the file name if <see langword="null"/>.</param>
    /// <param name="within">The absolute path of the folder in which it was found; its own folder if <see langword="null"/>.</param>
    public static Artifact At(string localPath, string? defaultPath = null, string? within = null)
    {
        var path = Path.GetFullPath(localPath);
        var target = FileTarget.Of(localPath);
        return new Artifact
        {
            LocalPath = path,
            DefaultPath = defaultPath ?? Path.GetFileName(localPath),
            Size = target.Exists ? target.Length : null,
            IsFolder = Directory.Exists(localPath),
            OtherKind = RegularFile.OtherKind(localPath),
            LeadsTo = Path.GetDirectoryName(path) is { } own ? LinkedPath.LeadsOut(path, within ?? own) : null,
        };
    }
}

/// <summary>A copy of a file, as the file was when its push was planned.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Sha256">What was copied, in lower-case hexadecimal.</param>
public sealed record Snapshot(string Path, string Sha256);

/// <summary>Coordinates as they were written, unchecked; <see langword="null"/> and blank both mean "not given".</summary>
/// <param name="Repository"><c>bintray.repo</c>, in the form <c>subject/repository</c> (semantics reference 1.1.2).</param>
/// <param name="Package"><c>bintray.package</c>.</param>
/// <param name="Version"><c>bintray.version</c>.</param>
/// <param name="Path"><c>bintray.path</c>, below the repository.</param>
public sealed record GivenCoordinates(string? Repository, string? Package, string? Version, string? Path)
{
    /// <summary>Nothing given.</summary>
    public static GivenCoordinates None { get; } = new(null, null, null, null);
}
