using System.CommandLine;

namespace BintrayPush.Server.Commands;

/// <summary>The folder of the index of NuGet feeds, checked where it is given.</summary>
internal static class IndexOption
{
    private const string Name = "--index";

    public static Option<string?> Create(string description) => new(Name)
    {
        Description = description,
        HelpName = "folder",
        CustomParser = given =>
        {
            var folder = given.Tokens[0].Value;
            if (File.Exists(folder))
            {
                given.AddError($"{Name} is '{folder}', which is a file. Give a folder for the index; it is made if it is not there.");
            }

            return folder;
        },
    };
}
