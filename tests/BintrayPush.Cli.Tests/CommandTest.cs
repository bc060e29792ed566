using BintrayPush.Cli.Messages;
using Spectre.Console;

namespace BintrayPush.Cli.Tests;

/// <summary>A folder for a test with a home in it, and the command to be run there.</summary>
[TestClass]
public abstract class CommandTest
{
    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "bintraypush-cli", Guid.NewGuid().ToString("N")[..8]);

    protected Dictionary<string, string> Variables { get; } = [];

    protected string Home => Path.Combine(Folder, "home");

    protected string Credentials => Path.Combine(Home, "credentials.json");

    /// <summary>What is typed or sent.</summary>
    protected string Input { get; set; } = "";

    /// <summary>Whether standard input is a terminal.</summary>
    protected bool OnTerminal { get; set; }

    /// <summary>The terminal, if there is one.</summary>
    private protected Func<IAnsiConsole?> Terminal { get; set; } = () => null;

    private protected CliEnvironment CliEnvironment => new()
    {
        Variable = name => Variables.GetValueOrDefault(name),
        Folder = Folder,
        Input = new StringReader(Input),
        ReadHidden = OnTerminal ? () => Input : null,
        Terminal = Terminal,
        MachineFile = At("machine.json"),
        Program = ["dotnet", "exec", typeof(BintrayCommand).Assembly.Location],
    };

    [TestInitialize]
    public void Begin()
    {
        Directory.CreateDirectory(Folder);
        Variables["BINTRAY_HOME"] = Home;
    }

    [TestCleanup]
    public void End() => Directory.Delete(Folder, recursive: true);

    protected string Write(string name, string content = "content")
    {
        var file = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    protected string At(params string[] path) => Path.Combine([Folder, .. path]);

    protected Said Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    protected Said Run(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = BintrayCommand.RunAsync(arguments, CliEnvironment, output, error, cancellation).GetAwaiter().GetResult();
        return new Said(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A push of one version into the repository of this machine.</summary>
    protected Said Push(params string[] arguments) => Run(["push", "--package", "acme", "--version", "1.0.0", .. arguments]);
}

/// <summary>What a command said, and how it ended.</summary>
public sealed record Said(int ExitCode, string Output, string Error)
{
    public Said Succeeds() => Ends(0);

    public Said Fails(string code) => Ends(1).With(code);

    public Said IsWrongUsage(string code) => Ends(2).With(code);

    private Said Ends(int expected)
    {
        Assert.AreEqual(expected, ExitCode, Output + Error);
        return this;
    }

    private Said With(string code)
    {
        StringAssert.Contains(Error, $"error {code}: ");
        return this;
    }
}
