using System.CommandLine;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Commands;

/// <summary>Where downloads lead, checked where it is given.</summary>
internal static class RedirectionOption
{
    private const string Presigned = "presigned";

    public static Option<ContentRedirection?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "presigned|url",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (text == Presigned)
            {
                return new ContentRedirection(Network: null);
            }

            if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url)
                && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
                && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
            {
                return new ContentRedirection(url);
            }

            given.AddError(
                $"{name} is '{ShownSetting.WithoutSecrets(text)}'. "
                    + $"Valid values: {Presigned}, or an address such as https://cdn.example.com/files");
            return null;
        },
    };
}
