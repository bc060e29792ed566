using System.CommandLine;
using BintrayPush.Server.Downloads;

namespace BintrayPush.Server.Commands;

/// <summary>A location of a web server, checked where it is given.</summary>
internal static class LocationOption
{
    public static Option<string?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "path",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (!WebServerFiles.IsLocation(text))
            {
                given.AddError(
                    $"{name} is '{text}'. Valid values: paths such as /bintray-files/, of letters, digits, '/', '_', '-' and '.'");
            }

            return text.EndsWith('/') ? text : text + "/";
        },
    };
}
