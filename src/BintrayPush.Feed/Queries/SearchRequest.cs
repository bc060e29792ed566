using System.Globalization;

namespace BintrayPush.Feed.Queries;

/// <summary>A search, or the completion of an id, as a client asks for it.</summary>
public sealed record SearchRequest
{
    /// <summary>The most packages of an answer.</summary>
    public const int MostAtOnce = 1000;

    /// <summary>How far a client may page: beyond that nothing is answered, as nuget.org does it.</summary>
    public const int Furthest = 100_000;

    private const int Default = 20;

    /// <summary>What is searched for; nothing for all packages.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; init; } = [];

    /// <summary>How many packages are passed over.</summary>
    public int Skip { get; init; }

    /// <summary>How many are answered.</summary>
    public int Take { get; init; } = Default;

    /// <summary>Whether pre-releases count.</summary>
    public bool Prerelease { get; init; }

    /// <summary>Whether versions that need SemVer 2.0.0 count.</summary>
    public bool SemVer2 { get; init; }

    /// <summary>Only packages of this type; <see langword="null"/> for all.</summary>
    public string? PackageType { get; init; }

    /// <summary>Reads the parameters of a request.</summary>
    /// <param name="parameter">The value of a parameter, or <see langword="null"/>.</param>
    /// <exception cref="FormatException">One of them is no number or no truth value; the message says which.</exception>
    public static SearchRequest Read(Func<string, string?> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return new SearchRequest
        {
            Terms = SearchText.Parse(parameter("q")),
            Skip = Number(parameter, "skip", 0, Furthest),
            Take = Number(parameter, "take", Default, MostAtOnce),
            Prerelease = Flag(parameter, "prerelease"),
            SemVer2 = KnowsSemVer2(parameter("semVerLevel")),
            PackageType = parameter("packageType") is { Length: > 0 } type ? type : null,
        };
    }

    private static bool KnowsSemVer2(string? level) =>
        level is not null && NuGet.Versioning.SemanticVersion.TryParse(level, out var version) && version.Major >= 2;

    private static int Number(Func<string, string?> parameter, string name, int otherwise, int most) => parameter(name) switch
    {
        null or "" => otherwise,
        { } text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => (int)Math.Min(number, most),
        _ => throw new FormatException($"'{name}' is no number that is 0 or more"),
    };

    private static bool Flag(Func<string, string?> parameter, string name) => parameter(name) switch
    {
        null or "" => false,
        { } text when bool.TryParse(text, out var value) => value,
        _ => throw new FormatException($"'{name}' is neither 'true' nor 'false'"),
    };
}
