using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>
/// Whether this machine may push, and how many files at once: what a push says itself counts first, then the environment
/// (<c>BINTRAY_PUSH_ENABLED</c>, <c>BINTRAY_MAX_FILES</c>), then <c>config.json</c> in BINTRAY_HOME. What the machine's administrator
/// writes binds all of them.
/// </summary>
public sealed record PushPolicy
{
    /// <summary>The default limit for the files of a push (semantics reference 5.2.3).</summary>
    public const int UsualMaxFiles = 200;

    private const string Config = "config.json";
    private const long LargestFile = 1 << 20;

    private int? _default;
    private (int Limit, string File)? _binding;

    private PushPolicy()
    {
    }

    /// <summary>Who says that nothing may be pushed; <see langword="null"/> if it may.</summary>
    public string? DisabledBy { get; private init; }

    /// <summary>The administrator's file: it belongs to the machine, and no push can override it.</summary>
    public static string MachineFile => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "bintray", Config)
        : $"/etc/bintray/{Config}";

    /// <summary>Reads it.</summary>
    /// <param name="home">The user's own folder for everything of ours, if there is one.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="problems">Gets what is wrong with the files.</param>
    /// <param name="machineFile">The administrator's file; another one in tests only.</param>
    public static PushPolicy Read(string? home, Func<string, string?> environment, ICollection<Problem> problems, string machineFile)
    {
        var machine = Settings.Read(machineFile, problems);
        var own = home is null ? Settings.None : Settings.Read(Path.Combine(home, Config), problems);
        var variables = Settings.Of(environment, problems);
        return new PushPolicy
        {
            DisabledBy = machine.Enabled == false ? machineFile
                : variables.Enabled == false ? "BINTRAY_PUSH_ENABLED"
                : variables.Enabled is null && own.Enabled == false ? Path.Combine(home!, Config)
                : null,
            _default = variables.MaxFiles ?? own.MaxFiles,
            _binding = machine.MaxFiles is { } limit and > 0 ? (limit, machineFile) : null,
        };
    }

    /// <summary>The limit for a push.</summary>
    /// <param name="given">What the push says itself; 0 for any number.</param>
    /// <param name="bound">The file or variable that lowered it, if one did.</param>
    public int Limit(int? given, out string? bound)
    {
        var wanted = given ?? _default ?? UsualMaxFiles;
        bound = _binding is var (limit, file) && (wanted == 0 || wanted > limit) ? file : null;
        return bound is null ? wanted : _binding!.Value.Limit;
    }

    private sealed record Settings(bool? Enabled, int? MaxFiles)
    {
        public static Settings None { get; } = new(null, null);

        public static Settings Of(Func<string, string?> environment, ICollection<Problem> problems)
        {
            var (enabled, maxFiles) = (environment("BINTRAY_PUSH_ENABLED"), environment("BINTRAY_MAX_FILES"));
            var isNumber = int.TryParse(maxFiles, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            var isFlag = bool.TryParse(enabled, out var flag);
            if (!string.IsNullOrWhiteSpace(enabled) && !isFlag)
            {
                problems.Add(PlanProblems.VariableUnusable("BINTRAY_PUSH_ENABLED", enabled!, "true, false"));
            }

            if (!string.IsNullOrWhiteSpace(maxFiles) && !isNumber)
            {
                problems.Add(PlanProblems.VariableUnusable("BINTRAY_MAX_FILES", maxFiles!, "whole numbers from 0 up"));
            }

            return new Settings(isFlag ? flag : null, isNumber ? number : null);
        }

        public static Settings Read(string file, ICollection<Problem> problems)
        {
            if (!File.Exists(file))
            {
                return None;
            }

            try
            {
                if (new FileInfo(file).Length > LargestFile)
                {
                    throw new FormatException("it is too large to be a list of settings");
                }

                using var document = JsonDocument.Parse(File.ReadAllText(file));
                var root = document.RootElement.ValueKind == JsonValueKind.Object
                    ? document.RootElement
                    : throw new FormatException("an object is expected");
                return new Settings(Flag(root, "pushEnabled"), Number(root, "maxFiles"));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException)
            {
                // A rule that cannot be read must not be taken for none.
                problems.Add(PlanProblems.SettingsUnusable(file, fault));
                return None;
            }
        }

        private static bool? Flag(JsonElement root, string name) =>
            !root.TryGetProperty(name, out var value) ? null : value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw new FormatException($"\"{name}\" must be true or false"),
            };

        private static int? Number(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number
            : throw new FormatException($"\"{name}\" must be a whole number from 0 up");
    }
}
