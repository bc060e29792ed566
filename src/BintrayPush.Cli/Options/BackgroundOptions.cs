using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Places;

namespace BintrayPush.Cli.Options;

/// <summary>Whether a push is left to a process of its own.</summary>
internal sealed class BackgroundOptions
{
    private readonly Option<bool> _wanted = CommonOptions.Flag(
        Setting.Background, "Look at everything now, copy the files, and leave the push to a process of its own: see 'bintray jobs'.");
    private readonly Option<bool> _forced = CommonOptions.Flag(
        Setting.BackgroundForced, "The same also on a build server, which kills most processes when its build ends.");

    public IEnumerable<Option> All => [_wanted, _forced];

    /// <summary>Reads them; what is at odds is wrong usage.</summary>
    /// <param name="receipt">The file for the receipt, if one is named.</param>
    public bool Read(ParseResult result, CliEnvironment environment, string? receipt)
    {
        var isForced = result.GetValue(_forced);
        if (!isForced && !result.GetValue(_wanted))
        {
            return false;
        }

        if (receipt is not null)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds(
                $"{Setting.Background} and {Setting.ReceiptFile} are both given, and a job's receipt is in its own folder: 'bintray jobs "
                    + "show' says where."));
        }

        return isForced || BuildServer.SignOf(environment.Variable) is not { } sign
            ? true
            : throw CommandFailure.Usage(BackgroundProblems.OnBuildServer(sign));
    }
}
