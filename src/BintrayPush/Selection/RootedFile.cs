using BintrayPush.Artifacts;

namespace BintrayPush.Selection;

/// <summary>A local file under a root: what path patterns are matched against.</summary>
/// <param name="Root">The name of the root.</param>
/// <param name="Path">The path below the root, separated by <c>/</c>; also where the file goes (semantics reference 5.4).</param>
/// <param name="LocalPath">The absolute path of the file.</param>
/// <param name="Properties">What property filters look at.</param>
public sealed record RootedFile(string Root, string Path, string LocalPath, ArtifactProperties Properties)
{
    /// <summary>The absolute path of the root, out of which no link may lead; <see langword="null"/> for the file's own folder.</summary>
    public string? RootFolder { get; init; }

    /// <summary>The last segment of the path.</summary>
    public string FileName => Path.Substring(Path.LastIndexOf('/') + 1);

    /// <summary>Looks at the file on disk and makes it an artifact that goes to its path below the root.</summary>
    public Artifact ToArtifact() => Artifact.At(LocalPath, Path, RootFolder) with { Properties = Properties };

    /// <summary>The rooted path, <c>root/path</c>.</summary>
    public override string ToString() => $"{Root}/{Path}";
}
