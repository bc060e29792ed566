using BintrayPush.Api.Wire;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>
/// A source URL with a password in it, as some build servers set it, must not travel. It goes by the names on the wire, so that a new URL
/// is protected without a word about it here.
/// </summary>
/// <param name="problems">Gets a warning for each.</param>
internal sealed class BareUrls(List<Problem> problems) : IFieldVisitor
{
    /// <summary>A package without credentials in its URLs.</summary>
    public static PackageDetails Of(PackageDetails details, List<Problem> problems) => details.Visit(new BareUrls(problems));

    public string? Text(string name, string? value)
    {
        // "git" as the user of an ssh URL is no secret; a password, or a user of an http URL (a token), is.
        if (!name.EndsWith("_url", StringComparison.Ordinal)
            || !Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.UserInfo.Length == 0
            || (uri.Scheme == "ssh" && !uri.UserInfo.Contains(":")))
        {
            return value;
        }

        problems.Add(PlanProblems.CredentialsInUrl(SettingOf(name)));
        return new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri;
    }

    public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => value;

    public bool? Flag(string name, bool? value) => value;

    public int? Number(string name, int? value) => value;

    public DateTimeOffset? Instant(string name, DateTimeOffset? value) => value;

    /// <summary>An option is called as its field is; a field that no property sets has only its own name.</summary>
    private static string SettingOf(string name) =>
        Setting.OfProject.FirstOrDefault(setting => setting.Option == "--" + name.Replace('_', '-')) is { } setting ? setting : name;
}
