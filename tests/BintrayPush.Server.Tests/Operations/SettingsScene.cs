using System.CommandLine;
using BintrayPush.Server.Commands;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>A file of settings, variables and options, and what a server would make of them.</summary>
internal sealed class SettingsScene : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-settings-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public string File => Path.Combine(_folder, "server.json");

    /// <summary>Writes the file.</summary>
    public SettingsScene Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return this;
    }

    /// <summary>What a server reads that is started with these options.</summary>
    public ServerConfiguration Read(params string[] arguments)
    {
        var options = new ServerOptions();
        var command = new RootCommand();
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        var result = command.Parse(arguments);
        Assert.IsEmpty(result.Errors);
        return ServerConfiguration.Read(options, result, Variables);
    }

    /// <summary>All that is wrong, each in a line, with the name of the file instead of its path.</summary>
    public string FaultsOf(params string[] arguments) =>
        string.Join('\n', Read(arguments).Faults).Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
