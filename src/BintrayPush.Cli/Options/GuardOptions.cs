using BintrayPush.Guards;

namespace BintrayPush.Cli.Options;

/// <summary>What a push has to be.</summary>
internal sealed class GuardOptions
{
    private readonly Option<bool> _onlyFromCI = CommonOptions.Flag(Setting.OnlyFromCI, "Push only from a build server.");
    private readonly Option<bool> _onlyFromCleanTag = CommonOptions.Flag(
        Setting.OnlyFromCleanTag, "Push only from a clean work tree, whose commit has a tag for the version.");
    private readonly Option<bool> _onlyStableVersions = CommonOptions.Flag(
        Setting.OnlyStableVersions, "Push only versions that are numbers with dots between them.");
    private readonly Option<bool> _noDevVersions = CommonOptions.Flag(
        Setting.NoDevVersions, "Refuse versions of development, 1.0.0-dev for one.");

    public IEnumerable<Option> All => [_onlyFromCI, _onlyFromCleanTag, _onlyStableVersions, _noDevVersions];

    public PushGuards Read(ParseResult result) => new()
    {
        OnlyFromCI = result.GetValue(_onlyFromCI),
        OnlyFromCleanTag = result.GetValue(_onlyFromCleanTag),
        OnlyStableVersions = result.GetValue(_onlyStableVersions),
        NoDevVersions = result.GetValue(_noDevVersions),
    };
}
