using System.Collections;
using System.CommandLine;
using BintrayPush.Server.Configuration;
using BintrayPush.Server.Hosting;
using BintrayPush.Server.Rehearsal;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Commands;

/// <summary>
/// The settings of the server from all places where they can be given: options go before variables, and these before the file. Every value
/// goes through its option, so it is the same one, with the same words where it is wrong, wherever it stands. What is wrong in a place that
/// another one goes before is told, too: it would count as soon as that one is taken away.
/// </summary>
internal sealed class ServerConfiguration
{
    private const string Default = "default";

    private readonly ServerOptions _options;
    private readonly Dictionary<string, Option> _known;
    private readonly Dictionary<string, GivenSetting> _counting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingFault> _faults = [];

    /// <summary>Those whose value that counts is wrong by itself.</summary>
    private readonly HashSet<string> _unusable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a server is to be started with them: else it does not matter what fits together.</summary>
    private readonly bool _serves;

    private ServerConfiguration(ServerOptions options, bool serves) =>
        (_options, _known, _serves) = (options, options.All.ToDictionary(ServerOptions.NameOf), serves);

    /// <summary>All that is wrong, place by place.</summary>
    public IReadOnlyList<SettingFault> Faults => _faults;

    /// <summary>What counts; <see langword="null"/> if something is wrong.</summary>
    public ServerSettings? Settings { get; private set; }

    /// <summary>Reads them with the variables of this process.</summary>
    public static ServerConfiguration Read(ServerOptions options, ParseResult flags) => Read(options, flags, Variables());

    /// <summary>Reads them for a command that works on the store, and may know only some of the options.</summary>
    public static ServerConfiguration ReadStore(ServerOptions options, ParseResult flags) =>
        Read(options, flags, Variables(), serves: false);

    /// <summary>Reads them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="flags">What was given on the command line.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="serves">Whether a server is to be started with them.</param>
    public static ServerConfiguration Read(
        ServerOptions options, ParseResult flags, IReadOnlyDictionary<string, string> variables, bool serves = true)
    {
        var read = new ServerConfiguration(options, serves);
        foreach (var option in options.All)
        {
            if (flags.GetResult(option) is { Implicit: false } given)
            {
                // A switch may stand alone.
                var text = given.Tokens is [var token] ? token.Value : "true";
                read.Take(new GivenSetting(ServerOptions.NameOf(option), text, option.Name));
            }
        }

        read.Take(SettingsEnvironment.Read(variables, read._known.Keys));
        if (read._counting.TryGetValue(ServerOptions.NameOf(options.File), out var file))
        {
            var inFile = read._known.Where(setting => setting.Value != options.File)
                .ToDictionary(setting => setting.Key, setting => ServerOptions.ValueTypeOf(setting.Value));
            read.Take(SettingsFile.Read(file.Text, inFile, options.Objects));
        }

        read.Finish();
        return read;
    }

    /// <summary>What counts, with the place that it comes from; secrets are hidden.</summary>
    public IEnumerable<GivenSetting> Counting()
    {
        foreach (var (name, option) in _known)
        {
            yield return _counting.TryGetValue(name, out var given)
                ? given with { Text = ShownSetting.TextOf(name, given.Text) }
                : new(name, ShownSetting.TextOf(name, ServerOptions.DefaultOf(option)), DefaultPlaceOf(option));
        }

        var kestrel = _counting.Values.Where(given => !_known.ContainsKey(given.Name));
        foreach (var given in kestrel.OrderBy(given => given.Name, StringComparer.Ordinal))
        {
            yield return given with { Text = ShownSetting.TextOf(given.Name, given.Text) };
        }
    }

    private static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    private string DefaultPlaceOf(Option option) =>
        option == _options.InstallationKey && ServerCommand.InstallationKeyOfEnvironment is not null
            ? ServerCommand.InstallationKeyVariable : Default;

    /// <summary>What was given before goes before it.</summary>
    private void Take(GivenSettings source)
    {
        _faults.AddRange(source.Faults);
        foreach (var given in source.All)
        {
            Take(given);
        }
    }

    private void Take(GivenSetting given)
    {
        var counts = _counting.TryAdd(given.Name, given);
        if (_known.TryGetValue(given.Name, out var option) && ReasonOf(option, given) is { } reason)
        {
            _faults.Add(new(given.Place, reason));
            if (counts)
            {
                _unusable.Add(given.Name);
            }
        }
    }

    private void Finish()
    {
        var data = ServerOptions.NameOf(_options.Data);
        if (!_counting.ContainsKey(data))
        {
            var variable = SettingsEnvironment.VariableOf("data");
            _faults.Add(new(
                _options.Data.Name,
                $"where the data are is not said. Give --data, or {variable}, or \"data\" in the file of --config"));
        }

        // What does not fit together is looked for among what can be used by itself.
        if (!_counting.ContainsKey(data) || _unusable.Contains(data))
        {
            return;
        }

        var usable = _counting.Values.Where(given => _known.ContainsKey(given.Name) && !_unusable.Contains(given.Name));
        var settings = _options.Read(Parse(usable));
        if (_serves)
        {
            FindConflicts(settings);
        }

        Settings = _faults.Count == 0 ? settings : null;
    }

    private void FindConflicts(ServerSettings settings)
    {
        foreach (var (name, reason) in SettingConflicts.In(settings).Where(conflict => !_unusable.Contains(conflict.Name)))
        {
            _faults.Add(new(_counting.TryGetValue(name, out var given) ? given.Place : $"--{name}", reason));
        }

        if (settings.Faults is { } menu)
        {
            _faults.AddRange(FaultFile.Read(menu).Wrong);
        }
    }

    /// <summary>What is wrong with a value; <see langword="null"/> if it can be used.</summary>
    private string? ReasonOf(Option option, GivenSetting given)
    {
        if (Parse([given]).Errors is not [var error, ..])
        {
            return SettingValues.IsNumber(ServerOptions.ValueTypeOf(option)) && given.Text.StartsWith('-')
                ? $"{given.Name} is '{given.Text}' and has to be 0 or more" : null;
        }

        // The options that look at their values themselves begin with their name. Those that .NET reads have words of its own.
        return error.Message.StartsWith($"{option.Name} is ", StringComparison.Ordinal)
            ? ShownSetting.WithoutSecrets(error.Message["--".Length..])
            : $"{given.Name} is '{ShownSetting.TextOf(given.Name, given.Text)}' and has to be "
                + SettingValues.Form(ServerOptions.ValueTypeOf(option));
    }

    private ParseResult Parse(IEnumerable<GivenSetting> settings)
    {
        var command = new Command("settings");
        foreach (var option in _options.All)
        {
            command.Options.Add(option);
        }

        // In one word: a value that begins like an option or like a file of answers is a value all the same.
        return command.Parse(
            [.. settings.Select(given => $"{_known[given.Name].Name}={given.Text}")],
            new ParserConfiguration { ResponseFileTokenReplacer = null });
    }
}
