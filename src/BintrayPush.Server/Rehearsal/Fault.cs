namespace BintrayPush.Server.Rehearsal;

/// <summary>What goes wrong on purpose.</summary>
internal enum FaultKind
{
    /// <summary>Another answer than that of the server.</summary>
    Answer,

    /// <summary>The answer comes late.</summary>
    Delay,

    /// <summary>What is there is not found for a while.</summary>
    Lag,

    /// <summary>The connection ends in the middle of the answer's body.</summary>
    Cut,

    /// <summary>The answer's body is shorter than it should be, and looks whole.</summary>
    Shorten,

    /// <summary>The connection is reset in the middle of the request's body.</summary>
    Reset,
}

/// <summary>One fault of a menu: to which requests it happens, when, and what it is (docs/rehearsal.md).</summary>
internal sealed record Fault
{
    /// <summary>By what it is known in the log and in the header of answers.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The method of its requests; <see langword="null"/> for any.</summary>
    public string? Method { get; init; }

    /// <summary>The paths of its requests.</summary>
    public required PathPattern Path { get; init; }

    /// <summary>It happens to this one of its requests, the first being 1; <see langword="null"/> if that does not matter.</summary>
    public int? Nth { get; init; }

    /// <summary>It happens to each one of so many.</summary>
    public int? Every { get; init; }

    /// <summary>It happens to so many of a hundred, drawn by the seed of the menu.</summary>
    public double? Percent { get; init; }

    /// <summary>It happens so many times at most.</summary>
    public int? Times { get; init; }

    /// <summary>The status of an answer.</summary>
    public int Status { get; init; }

    /// <summary>The seconds of <c>Retry-After</c>; <see langword="null"/> for no such header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The body of an answer; <see langword="null"/> for what the original service sent with such a status.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of that body.</summary>
    public string? Type { get; init; }

    /// <summary>Whether the request is carried out before it happens.</summary>
    public bool IsAfter { get; init; }

    /// <summary>How long a delay or a lag lasts; <see langword="null"/> for a lag that is counted in looks alone.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How many times somebody looks in vain.</summary>
    public int Looks { get; init; }

    /// <summary>After so many bytes of a body it happens.</summary>
    public long Bytes { get; init; }
}

/// <summary>The faults that a server makes.</summary>
/// <param name="Seed">What percentages are drawn by.</param>
/// <param name="Faults">The faults; of several that are due, the first happens.</param>
internal sealed record FaultMenu(int Seed, IReadOnlyList<Fault> Faults);
