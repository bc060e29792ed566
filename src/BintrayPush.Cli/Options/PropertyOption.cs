using System.IO.Enumeration;
using System.Runtime.InteropServices;
using BintrayPush.Artifacts;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Options;

/// <summary>
/// What <c>--property</c> says of files: <c>key=value</c> of all of them, <c>pattern:key=value</c> of those that the pattern matches. A
/// pattern with a slash is a path from the current folder; one without is a file name. A star stands for any characters, slashes too.
/// </summary>
internal sealed class PropertyOption(CliEnvironment environment)
{
    private readonly List<Rule> _rules = [];

    /// <summary>The option.</summary>
    public static Option<string[]> Create() =>
        CommonOptions.Several(
            Setting.Properties,
            "[pattern:]key=value",
            "A property of the files, or of those that a pattern matches; published files have it as an attribute.");

    /// <summary>Reads what is given.</summary>
    /// <exception cref="CommandFailure">It is no pair.</exception>
    public static PropertyOption Read(ParseResult result, Option<string[]> option, CliEnvironment environment)
    {
        var properties = new PropertyOption(environment);
        foreach (var (name, value) in CommonOptions.Pairs(result, option))
        {
            // The last one: a path on Windows has a colon too.
            var colon = name.LastIndexOf(':');
            var (pattern, key) = colon < 0 ? (null, name) : (name[..colon].Trim(), name[(colon + 1)..].Trim());
            if (pattern is "" || key.Length == 0)
            {
                throw CommandFailure.Usage(Complaints.NotAPair(option.Name, $"{name}={value}", option.HelpName!));
            }

            properties._rules.Add(new Rule(pattern, key, value));
        }

        return properties;
    }

    /// <summary>A file with its properties: those that all files have, those of its patterns, those that lie beside it.</summary>
    public Artifact With(Artifact artifact)
    {
        var given = new List<KeyValuePair<string, string>>();
        foreach (var rule in _rules.Where(rule => Matches(rule.Pattern, artifact.LocalPath)))
        {
            rule.WasUsed = true;
            given.Add(new(rule.Key, rule.Value));
        }

        return Sidecar.With(artifact, given);
    }

    /// <summary>Refuses patterns that no file had: what they say would be lost in silence.</summary>
    /// <exception cref="CommandFailure">There is one.</exception>
    public void RefuseUnused()
    {
        if (_rules.Find(rule => rule is { Pattern: not null, WasUsed: false }) is { } unused)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds(
                $"--property {unused.Pattern}:{unused.Key}={unused.Value} matches none of the files. A pattern with a slash is a path from "
                    + "the current folder, one without is a file name."));
        }
    }

    private bool Matches(string? pattern, string file)
    {
        if (pattern is null)
        {
            return true;
        }

        var isPath = pattern.IndexOfAny(['/', '\\']) >= 0;
        return FileSystemName.MatchesSimpleExpression(
            Slashed(
                isPath
                    ? environment.Absolute(pattern)
                    : pattern), Slashed(isPath ? file : Path.GetFileName(file)), RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
    }

    /// <summary>A backslash would take the meaning from a star that follows it.</summary>
    private static string Slashed(string path) => Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;

    private sealed class Rule(string? pattern, string key, string value)
    {
        public string? Pattern { get; } = pattern;

        public string Key { get; } = key;

        public string Value { get; } = value;

        public bool WasUsed { get; set; }
    }
}
