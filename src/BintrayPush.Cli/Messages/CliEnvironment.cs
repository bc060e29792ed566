using System.Text;
using BintrayPush.Planning;
using BintrayPush.Signing.Keys;
using Spectre.Console;

namespace BintrayPush.Cli.Messages;

/// <summary>What a command finds where it is run; tests, which share their process, bring their own.</summary>
internal sealed record CliEnvironment
{
    /// <summary>How environment variables are read.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>What relative paths are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the administrator's settings stand.</summary>
    public string MachineFile { get; init; } = PushPolicy.MachineFile;

    /// <summary>How this program is started once more: its file, or a runtime and what it is to run.</summary>
    public IReadOnlyList<string> Program { get; init; } = ThisProgram();

    /// <summary>Standard input as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Standard output as bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Standard input.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Reads a line that the terminal does not show; nothing if standard input is no terminal.</summary>
    public Func<string>? ReadHidden { get; init; }

    /// <summary>Standard error, if it is a terminal.</summary>
    public Func<IAnsiConsole?> Terminal { get; init; } = () => null;

    /// <summary>What a key is opened with (BINTRAY_GPG_PASSPHRASE), if it is set.</summary>
    public Secret? Passphrase => Variable(KeyAdministration.PassphraseVariable) is { } text && !string.IsNullOrWhiteSpace(text)
        ? new Secret(text)
        : null;

    public static CliEnvironment OfThisProcess() => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        Folder = Environment.CurrentDirectory,
        Input = Console.In,
        ReadHidden = Console.IsInputRedirected ? null : ReadKeys,
        Terminal = OpenTerminal,
    };

    /// <summary>A path as an absolute one.</summary>
    public string Absolute(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    /// <summary>A tool has a program of its own, also where it is no native one; the one in the package has a runtime before it.</summary>
    private static string[] ThisProgram()
    {
        var process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [process, "exec", Path.Combine(AppContext.BaseDirectory, "bintray.dll")]
            : [process];
    }

    /// <summary>Nothing without a terminal, or where a line cannot be redrawn.</summary>
    private static IAnsiConsole? OpenTerminal() =>
        Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb"
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private static string ReadKeys()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return text.ToString();
                case ConsoleKey.Backspace:
                    text.Length = Math.Max(0, text.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        text.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
