namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// What a reader does with a page: each section in a terminal of its own (bash), its commands as printed and in order. A server that a
/// command starts serves until the section ends, and what it prints as an API key is the key that "..." stands for.
/// </summary>
public sealed class Shell(Page page, Dictionary<string, string> environment)
{
    /// <summary>
    /// shown, done_with: around each command; if it fails, everything ends. serve: starts a server, waits until it says where it serves,
    /// and stops it, with what it has started itself, when the terminal is closed.
    /// </summary>
    private const string Prologue = """
        set -o pipefail
        said=$(dirname "$0")/said
        group=$(command -v setsid)
        shown() { printf '\n%s: $ %s\n' "$1" "$2"; }
        done_with() {
          local status=$1
          cat "$said"
          if found=$(grep -xE '[0-9a-f]{40}' "$said"); then key=$found; fi
          if [ "$status" -ne 0 ]; then echo "The command above ended with $status."; exit 1; fi
        }
        serve() {
          local line
          exec {from}< <(exec $group "$@" 2>&1)
          server_process=$!
          trap 'kill -TERM -- "-$server_process" 2>/dev/null || kill -TERM "$server_process"; wait "$server_process" 2>/dev/null' EXIT
          while IFS= read -r line <&"$from"; do
            echo "$line"
            if [[ $line =~ Serving\ .*\ on\ (https?://[^ ]+)$ ]]; then
              server=${BASH_REMATCH[1]}
              cat <&"$from" >"$said.server" &
              return 0
            fi
          done
          echo "The server ended by itself."
          exit 1
        }

        """;

    private readonly List<string> _script = [Prologue];
    private readonly List<(string Printed, string Run)> _replacements = [];
    private readonly HashSet<string> _replaced = [];
    private readonly List<string> _servers = [];

    /// <summary>What a page cannot know: a host name, a key. The rest of a command is run as it is printed.</summary>
    public Shell Replacing(string printed, string run)
    {
        _replacements.Add((printed, run));
        return this;
    }

    /// <summary>
    /// A command that begins so serves until its section ends. It takes a port that the system chooses in place of the printed one.
    /// </summary>
    public Shell Serving(string command)
    {
        _servers.Add(command);
        return this;
    }

    /// <summary>Runs the commands of a section.</summary>
    /// <param name="section">Its heading.</param>
    /// <param name="folder">Where the reader is.</param>
    /// <param name="input">What the reader types into the commands.</param>
    public Shell Run(string section, string folder, string? input = null)
    {
        Directory.CreateDirectory(folder);
        _script.Add($"(\ncd {Quoted(folder)} || exit 1\n");
        foreach (var block in page.Take(section, "sh"))
        {
            foreach (var command in block.Commands.Where(command => !UnrunCommands.Hold(page.Name, command)))
            {
                Append($"{page.Name} \"{section}\"", command, input);
            }
        }

        _script.Add(") || exit 1\n");
        return this;
    }

    /// <summary>Runs everything that was asked for. No command of the page may be left, and none may have failed.</summary>
    public Command Ends(string folder, string log)
    {
        page.WasRunAsAWhole();
        foreach (var (printed, _) in _replacements)
        {
            Assert.Contains(printed, _replaced, $"{page.Name} does not print \"{printed}\".");
        }

        var script = Path.Combine(folder, "page.sh");
        File.WriteAllText(script, string.Concat(_script));
        return Command.Run(log, folder, environment, Tool.Bash.File(), script).Succeeds();
    }

    private void Append(string place, string command, string? input)
    {
        var serves = _servers.Any(server => command.StartsWith(server, StringComparison.Ordinal));
        var run = command;
        foreach (var (printed, instead) in _replacements.Where(pair => command.Contains(pair.Printed, StringComparison.Ordinal)))
        {
            _replaced.Add(printed);
            run = run.Replace(printed, serves ? "http://127.0.0.1:0" : instead, StringComparison.Ordinal);
        }

        _script.Add($"shown {Quoted(place)} {Quoted(command)}\n");
        _script.Add(serves
            ? $"serve {run}\n"
            : $"{{\n{run}\n}} >\"$said\" 2>&1 {(input is null ? "</dev/null" : $"<<<{Quoted(input)}")}\ndone_with $?\n");
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
