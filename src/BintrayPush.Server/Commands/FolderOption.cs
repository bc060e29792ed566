using System.CommandLine;

namespace BintrayPush.Server.Commands;

/// <summary>A folder of this machine that need not be there, checked where it is given.</summary>
internal static class FolderOption
{
    public static Option<string?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "folder",
        CustomParser = given =>
        {
            var folder = given.Tokens[0].Value;
            if (File.Exists(folder))
            {
                given.AddError($"{name} is '{folder}', which is a file. Give a folder; it is made if it is not there.");
            }

            return folder;
        },
    };
}
