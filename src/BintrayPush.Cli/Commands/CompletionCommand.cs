using BintrayPush.Cli.Options;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray completion</c>: what a shell runs so that the tab key completes commands and options.</summary>
internal static class CompletionCommand
{
    public const string Name = "completion";

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
        var command = new Command(Name, "Prints what a shell runs to complete the commands and options of bintray.") { shell };
        command.SetAction(result => result.InvocationConfiguration.Output.WriteLine(result.GetValue(shell) switch
        {
            "zsh" => Zsh,
            "pwsh" => Pwsh,
            _ => Bash,
        }));
        return command;
    }
}
