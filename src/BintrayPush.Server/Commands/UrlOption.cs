using System.CommandLine;

namespace BintrayPush.Server.Commands;

/// <summary>An address of the web, checked where it is given.</summary>
internal static class UrlOption
{
    public static Option<Uri?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "url",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
            {
                return url;
            }

            given.AddError(
                $"{name} is '{ShownSetting.WithoutSecrets(text)}'. Valid values: addresses such as https://packages.example.com");
            return null;
        },
    };
}
