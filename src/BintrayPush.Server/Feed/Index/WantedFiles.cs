namespace BintrayPush.Server.Feed.Index;

/// <summary>Files that a search looks for; all conditions must hold.</summary>
internal sealed record WantedFiles
{
    /// <summary>Whether a name, without its folder, fits; <see langword="null"/> if every name does.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>Whether a path fits; <see langword="null"/> if every path does.</summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>The SHA-1, in lower case; <see langword="null"/> for any.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Whether a path fits, by itself and by its name.</summary>
    public bool FitsPath(string path) =>
        Path?.Invoke(path) != false && Name?.Invoke(path[(path.LastIndexOf('/') + 1)..]) != false;

    /// <summary>Whether a file is looked for.</summary>
    public bool Fit(RepositoryFile file) => FitsPath(file.Path.Value) && (Sha1 is null || file.Sha1 == Sha1);
}
