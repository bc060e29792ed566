namespace BintrayPush.Places;

/// <summary>The front end's names for the settings of the place, for messages: properties in a build, options on a command line.</summary>
public sealed record SettingNames
{
    /// <summary>Where the push goes.</summary>
    public required string Url { get; init; }

    /// <summary>Where published files are read from.</summary>
    public required string DownloadUrl { get; init; }

    /// <summary><c>subject/repository</c>.</summary>
    public required string Repo { get; init; }

    /// <summary>The file with certificate authorities.</summary>
    public required string AuthorityFile { get; init; }

    /// <summary>What allows plain http to another machine, as it is written.</summary>
    public required string AllowInsecure { get; init; }
}
