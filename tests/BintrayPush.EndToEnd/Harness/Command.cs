using System.Diagnostics;
using System.Text;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>A command that has ended.</summary>
public sealed record Command(string Line, int ExitCode, string Output, string Log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>What would make a build behave as on a build server, or as a build inside this one.</summary>
    private static readonly string[] Toxic = [
        "BINTRAY",
        // `dotnet test` sets one for its own processor, which counts more than the one that a test sets.
        "DOTNET_ROOT",
        "ASPNETCORE",
        "CI",
        "TF_BUILD",
        "GITHUB_",
        "GITLAB_CI",
        "TEAMCITY_VERSION",
        "JENKINS_URL",
        "APPVEYOR",
        "BUILDKITE",
        "CODEBUILD_BUILD_ID",
        "ACTIONS_ID_TOKEN_REQUEST",
        "SYSTEM_OIDCREQUESTURI",
        "SYSTEM_ACCESSTOKEN",
        "ContinuousIntegrationBuild",
        "MSBUILD",
        "NUGET_PACKAGES",
        "DOTNET_HOST_PATH"
    ];

    /// <summary>What makes the surroundings of this run clean ones: variables that are set, or taken away.</summary>
    public static IReadOnlyDictionary<string, string?> Surroundings { get; } = CleanSurroundings();

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>Runs the dotnet that runs this test.</summary>
    /// <param name="log">Where command and output are kept.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables on top of the cleaned ones.</param>
    /// <param name="arguments">The command.</param>
    public static Command Dotnet(string log, string folder, Dictionary<string, string> environment, params string[] arguments) =>
        Run(log, folder, environment, ServerProgram.Dotnet, arguments);

    /// <summary>Runs any program; the parameters are those of <see cref="Dotnet"/>.</summary>
    public static Command Run(string log, string folder, Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var output = new StringBuilder();
        using var process = new Process { StartInfo = Start(folder, environment, program, arguments) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Keep($"Killed after {Patience}.");
        }

        process.WaitForExit();
        var command = new Command(
            $"{Path.GetFileNameWithoutExtension(program)} {string.Join(' ', arguments)}", process.ExitCode, output.ToString(), log);
        File.WriteAllText(log, $"{folder}$ {command.Line}\n\n{command.Output}\nexit {command.ExitCode}\n");
        return command;

        void Keep(string? line)
        {
            // The end of either output is told as no line, at any moment.
            if (line is not null)
            {
                lock (output)
                {
                    output.Append(line).Append('\n');
                }
            }
        }
    }

    /// <summary>How a program is started in clean surroundings, with both of its outputs redirected.</summary>
    public static ProcessStartInfo Start(string folder, Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Surroundings)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public Command Succeeds() => ExitCode == 0 ? this : throw Wrong("It failed");

    public Command Fails() => ExitCode == 0 ? throw Wrong("It succeeded, and should have failed") : this;

    /// <summary>It fails, with this code in an error.</summary>
    public Command FailsWith(string code) =>
        ExitCode == 0 ? throw Wrong($"It succeeded, and should have failed with {code}") : Says($"error {code}");

    public Command Says(string text) => Output.Contains(text, StringComparison.Ordinal) ? this : throw Wrong($"It does not say \"{text}\"");

    public Command DoesNotSay(string text) => Output.Contains(text, StringComparison.Ordinal) ? throw Wrong($"It says \"{text}\"") : this;

    /// <summary>How often a push has closed.</summary>
    public int Pushes => Lines.Count(
        line =>
            line.Contains(" -> ", StringComparison.Ordinal) && line.EndsWith(" s", StringComparison.Ordinal)
                && line.Contains(": ", StringComparison.Ordinal));

    private static Dictionary<string, string?> CleanSurroundings()
    {
        var clean = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsToxic).ToDictionary(name => name, _ => (string?)null);
        clean["MSBUILDDISABLENODEREUSE"] = "1";
        clean["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        // Starting the compiler anew is a third of the time of a small build. It knows nothing of our tasks, so it may be shared.
        clean["UseSharedCompilation"] = "true";
        clean["DOTNET_NOLOGO"] = "1";
        clean["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return clean;
    }

    private static bool IsToxic(string name) => Toxic.Any(prefix =>
        prefix.Length == 2
            ? name.Equals(prefix, StringComparison.OrdinalIgnoreCase)
            : name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private AssertFailedException Wrong(string what) => new($"{what}: {Line}\n{Output}\nKept in {Log}");
}
