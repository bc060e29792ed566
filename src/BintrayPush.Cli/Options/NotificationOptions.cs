using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Cli.Options;

/// <summary>Who is told how a push has ended.</summary>
internal sealed class NotificationOptions
{
    private readonly Option<string?> _addresses = CommonOptions.Text(
        Setting.Notify, "Mail addresses, separated by semicolons: they get a mail when the push has ended.", "addresses");
    private readonly Option<string?> _on = CommonOptions.Text(
        Setting.NotifyOn, "Whether they are told after every push, or only after one that failed.", "always|failure");
    private readonly Option<string?> _url = CommonOptions.Text(
        Setting.NotifyUrl, "A webhook that gets the receipt; BINTRAY_NOTIFY_URL in the environment, if its address is secret.", "url");

    public IEnumerable<Option> All => [_addresses, _on, _url];

    /// <summary>The same as they were given, for a push that somebody else ends.</summary>
    public BackgroundPush AddTo(BackgroundPush push, ParseResult result) => push with
    {
        Notify = result.GetValue(_addresses),
        NotifyOn = result.GetValue(_on),
        NotifyUrl = result.GetValue(_url),
    };

    /// <summary>Reads them; whatever is wrong is wrong usage.</summary>
    /// <returns>Nothing if nobody is to be told.</returns>
    public NotificationOrder? Read(ParseResult result, CliEnvironment environment, bool allowInsecure)
    {
        var problems = new List<Problem>();
        var order = NotificationOrder.Read(
            result.GetValue(_addresses), result.GetValue(_on), result.GetValue(_url), environment.Variable, allowInsecure, problems.Add);
        return problems.Count == 0 ? order : throw CommandFailure.Usage([.. problems]);
    }
}
