using System.CommandLine.Parsing;
using System.Globalization;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Options;

/// <summary>The kinds of options there are.</summary>
internal static class CommonOptions
{
    /// <summary>Machine output, which every command has.</summary>
    public static Option<bool> Json() => Flag("--json", "Print the result as JSON on standard output.");

    /// <summary>An option that is there or not; what follows it is never its value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>The option of a setting that is a flag.</summary>
    public static Option<bool> Flag(Setting setting, string description) => Flag(setting.Option, description);

    /// <summary>The option of a setting that is a text.</summary>
    public static Option<string?> Text(Setting setting, string description, string? form = null) =>
        new(setting.Option) { Description = description, HelpName = form };

    /// <summary>An option that must say which.</summary>
    /// <remarks>A text for the parser, which would take another word for the next argument where a flag is expected.</remarks>
    public static Option<string?> Choice(Setting setting, string description) =>
        OneOf(
            new Option<string?>(setting.Option) { Description = description, Arity = ArgumentArity.ExactlyOne, HelpName = "true|false" },
            "true",
            "false");

    /// <summary>What a <see cref="Choice"/> says; nothing if it is not given.</summary>
    public static bool? Chosen(ParseResult result, Option<string?> choice) => result.GetValue(choice) is { } text ? text == "true" : null;

    /// <summary>An option that must be one of some words.</summary>
    public static Option<T> OneOf<T>(Option<T> option, params string[] words)
    {
        option.Validators.Add(given => CheckWord(given, option.Name, words));

        // An enumeration brings its names, which are not how the words are written.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>An argument that must be one of some words.</summary>
    public static Argument<string> OneOf(Argument<string> argument, params string[] words)
    {
        argument.Validators.Add(given => CheckWord(given, $"the argument '{argument.Name}'", words));
        argument.CompletionSources.Add(words);
        argument.HelpName = string.Join('|', words);
        return argument;
    }

    private static void CheckWord(SymbolResult given, string name, string[] words)
    {
        if (given.Tokens.FirstOrDefault(token => !words.Contains(token.Value, StringComparer.Ordinal)) is { } wrong)
        {
            given.AddError($"{name} is '{wrong.Value}'. Valid values: {string.Join(", ", words)}{Nearest.Question(wrong.Value, words)}");
        }
    }

    /// <summary>An option that may be given several times, with one value each.</summary>
    public static Option<string[]> Several(Setting setting, string form, string description) =>
        new(setting.Option)
        {
            Description = description + " May be given several times.",
            Arity = ArgumentArity.OneOrMore,
            HelpName = form,
            DefaultValueFactory = _ => [],
        };

    /// <summary>What a command is about. A mistyped option is not taken for it, and a URL, which may hold a key, is not repeated.</summary>
    public static Argument<T> Subject<T>(string name, string description, string? form = null)
    {
        var argument = new Argument<T>(name) { Description = description, HelpName = form };
        argument.Validators.Add(RefuseOptions);
        argument.Validators.Add(given =>
        {
            if (given.Tokens.Any(token => token.Value.Contains("://", StringComparison.Ordinal)))
            {
                given.AddError("a URL is given where none belongs. The service is named with --url");
            }
        });
        return argument;
    }

    /// <summary>A mistyped option is not taken for an argument.</summary>
    public static void RefuseOptions(ArgumentResult given)
    {
        if (given.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
        {
            var end = Nearest.Question(option.Value, OptionsAround(given)) is { Length: > 0 } question ? question : ".";
            given.AddError($"'{option.Value}' is no option of this command{end} A file of that name is written ./{option.Value}");
        }
    }

    private static IEnumerable<string> OptionsAround(ArgumentResult given) =>
        given.Parent is CommandResult { Command: var command } ? command.Options.Select(option => option.Name) : [];

    /// <summary>The option of a setting that is a number.</summary>
    public static Option<int?> Number(Setting setting, string description, int min, int max, int? fallback) =>
        Number(setting.Option, description, min, max, fallback);

    /// <summary>An option that is a number within limits.</summary>
    public static Option<int?> Number(string name, string description, int min, int max, int? fallback)
    {
        var option = new Option<int?>(name) { Description = description };
        if (fallback is not null)
        {
            option.DefaultValueFactory = _ => fallback;
        }

        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }]
                && !(
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min
                        && number <= max))
            {
                given.AddError($"{name} is '{text}'. Valid values: whole numbers from {min} to {max}");
            }
        });
        return option;
    }

    /// <summary>A length of time, for example <c>12h</c>.</summary>
    public static Option<TimeSpan> Interval(string name, string description, TimeSpan fallback) => new(name)
    {
        Description = description,
        HelpName = "interval",
        DefaultValueFactory = _ => fallback,
        CustomParser = given =>
        {
            if (!Storage.Maintenance.Interval.TryParse(given.Tokens[0].Value, out var interval))
            {
                given.AddError($"{name} is '{given.Tokens[0].Value}'. Valid values: {Storage.Maintenance.Interval.Form()}");
            }

            return interval;
        },
    };

    /// <summary>A date, as builds take it.</summary>
    public static Option<DateTimeOffset?> Date(Setting setting, string description)
    {
        var option = new Option<DateTimeOffset?>(setting.Option)
        {
            Description = description,
            HelpName = "date",
            CustomParser = given => WireDate.TryParse(given.Tokens[0].Value, out var date) ? date : null,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && !WireDate.TryParse(text, out _))
            {
                given.AddError(
                    $"{setting.Option} is '{text}'. Valid values: dates as ISO 8601 writes them, for example "
                        + "2026-11-22 or 2026-11-22T10:30:00Z");
            }
        });
        return option;
    }

    /// <summary>Pairs of the form name=value.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(ParseResult result, Option<string[]> option)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var given in result.GetValue(option) ?? [])
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || given[..equals].Trim().Length == 0)
            {
                throw CommandFailure.Usage(Complaints.NotAPair(option.Name, given, option.HelpName ?? "name=value"));
            }

            pairs.Add(new(given[..equals].Trim(), given[(equals + 1)..]));
        }

        return pairs;
    }
}
