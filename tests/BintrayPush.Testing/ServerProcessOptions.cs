namespace BintrayPush.Testing;

/// <summary>How a <see cref="ServerProcess"/> differs from one that is just started.</summary>
internal sealed record ServerProcessOptions
{
    /// <summary>Arguments behind those that say where the data are and where to listen.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// The program that starts the server, and its arguments; the server's command follows them. It has to become the server (a shell with
    /// <c>exec</c>, <c>strace -D</c>, <c>prlimit</c>): one that stays would be killed in the server's place.
    /// </summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Variables on top of those of the test; one without a value is taken away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where it is started; without one, where the test is.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>A file that keeps all that it writes. The end of it is kept anyway.</summary>
    public string? LogFile { get; init; }

    /// <summary>Once it has said where it serves, nobody reads what it writes unless the test does.</summary>
    public bool IsUnread { get; init; }
}
