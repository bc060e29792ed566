using System.CommandLine;
using System.Globalization;
using BintrayPush.Cli.Options;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray completion</c>: what a shell runs so that the tab key completes commands and options.</summary>
internal static class CompletionCommand
{
    private const string Begin = "[suggest:";

    private const string Bash = """
        _bintray() {
            local IFS=$'\n'
            COMPREPLY=( $(bintray "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) )
        }
        complete -o default -F _bintray bintray
        """;

    private const string Zsh = """
        _bintray() {
            local -a found
            found=("${(@f)$(bintray "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n "$found" ]]; then compadd -- $found; else _files; fi
        }
        compdef _bintray bintray
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName bintray -ScriptBlock {
            param($word, $line, $position)
            bintray "[suggest:$position]" "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        var shell = CommonOptions.OneOf(new Argument<string>("shell") { Description = "The shell." }, "bash", "zsh", "pwsh");
        var command = new Command("completion", "Prints what a shell runs to complete the commands and options of bintray.") { shell };
        command.SetAction(result => result.InvocationConfiguration.Output.WriteLine(result.GetValue(shell) switch
        {
            "zsh" => Zsh,
            "pwsh" => Pwsh,
            _ => Bash,
        }));
        return command;
    }

    /// <summary>Answers a shell that asks how a line can go on; nothing if it is no such question.</summary>
    /// <param name="arguments">The question: where the cursor stands, and the line.</param>
    /// <param name="root">The commands.</param>
    public static IEnumerable<string>? Answer(IReadOnlyList<string> arguments, RootCommand root)
    {
        if (arguments is not [var question, var line] || !question.StartsWith(Begin, StringComparison.Ordinal) || !question.EndsWith(']')
            || !int.TryParse(question[Begin.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return null;
        }

        // The first word is the program, under whatever name it was called. A shell may leave out the blanks before the cursor.
        var first = line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var blank ? blank + 1 : line.Length;
        var rest = line[first..].PadRight(Math.Max(0, position - first));
        return root.Parse(rest).GetCompletions(Math.Clamp(position - first, 0, rest.Length)).Select(completion => completion.Label)
            .Distinct();
    }
}
