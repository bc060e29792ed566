using BintrayPush.Artifacts;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Options;

/// <summary>Where the Debian packages of a push stand in the indexes of their repository; other files have no such place.</summary>
internal sealed class DebianOptions
{
    private const string Form = "name[,name]";
    private static readonly string[] Extensions = [".deb", ".udeb"];

    private readonly Option<string?> _distribution = CommonOptions.Text(
        Setting.DebianDistribution, "The distributions that the Debian packages (.deb) are listed in, without the repository's own.", Form);

    private readonly Option<string?> _component = CommonOptions.Text(
        Setting.DebianComponent, "The components that they are listed in.", Form);

    private readonly Option<string?> _architecture = CommonOptions.Text(
        Setting.DebianArchitecture, "The architectures that they are listed in.", Form);

    public IEnumerable<Option> All => [_distribution, _component, _architecture];

    /// <summary>The files, those that are Debian packages with their coordinates.</summary>
    /// <exception cref="CommandFailure">Coordinates are given, and no file is such a package.</exception>
    public IEnumerable<Artifact> Apply(ParseResult result, IReadOnlyList<Artifact> artifacts)
    {
        var (distribution, component, architecture) = (Value(_distribution), Value(_component), Value(_architecture));
        if ((distribution ?? component ?? architecture) is null)
        {
            return artifacts;
        }

        return artifacts.Any(IsPackage)
            ? artifacts.Select(artifact => IsPackage(artifact)
                ? artifact with { Debian = new DebianCoordinates(distribution, component, architecture) } : artifact)
            : throw CommandFailure.Usage(Complaints.OptionsAtOdds(
                $"{All.First(option => result.GetResult(option) is { Implicit: false }).Name} is given, and no file is a Debian package "
                    + "(.deb)."));

        string? Value(Option<string?> option) => result.GetValue(option) is { } text && text.Trim().Length > 0 ? text.Trim() : null;
    }

    private static bool IsPackage(Artifact artifact) =>
        Extensions.Contains(Path.GetExtension(artifact.LocalPath), StringComparer.OrdinalIgnoreCase);
}
