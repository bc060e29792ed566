using BintrayPush.Cli.Messages;
using BintrayPush.Places;

namespace BintrayPush.Cli.Options;

/// <summary>The folder of a repository, for what only a folder has. Any other place is wrong usage.</summary>
internal sealed class FolderArgument
{
    private readonly PlaceReader _reader;

    public FolderArgument(string name, string description)
    {
        Argument = new Argument<string>(name) { Description = description };
        Argument.Validators.Add(CommonOptions.RefuseOptions);
        _reader = new PlaceReader(new Setting(name, $"the argument '{name}'"));
    }

    public Argument<string> Argument { get; }

    /// <summary>The folder's absolute path.</summary>
    public string Read(ParseResult result, CliEnvironment environment)
    {
        var given = result.GetRequiredValue(Argument);
        return ChosenPlace.Choose(given, allowInsecure: true, environment.Folder, environment.Variable, _reader) switch
        {
            ChosenPlace.Folder folder => folder.Path,
            null => throw CommandFailure.Usage([.. _reader.Problems]),
            var place => throw CommandFailure.Usage(Complaints.OnlyFolders(place.Name)),
        };
    }
}
