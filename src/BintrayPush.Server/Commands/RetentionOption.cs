using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BintrayPush.Server.Configuration;
using BintrayPush.Server.Settings;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary>
/// The rules by which versions go, for each repository: a text in an option and in a variable
/// (<c>acme/nuget keep-last=10 older-than=90d prerelease-only; acme/deb keep-last=5</c>), an object in the file of settings.
/// </summary>
internal static class RetentionOption
{
    /// <summary>The longest age: ten years.</summary>
    public const int MaxDays = 3660;

    private const string KeepLast = "keep-last";
    private const string OlderThan = "older-than";
    private const string PrereleaseOnly = "prerelease-only";
    private const string Form = "a repository has 'keep-last' or 'older-than', or both, and may have 'prerelease-only'";

    public static Option<IReadOnlyList<RepositoryRetention>?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "rules",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (Parse(text, out var reason) is { } rules)
            {
                return rules;
            }

            given.AddError($"{name} is '{text}'. {reason}");
            return null;
        },
    };

    /// <summary>The text that says the same as an object of the file of settings.</summary>
    /// <param name="value">The object.</param>
    /// <param name="refuse">Is told the place and the reason of each fault.</param>
    public static string TextOf(PlacedValue value, Action<string, string> refuse) =>
        string.Join("; ", value.Fields.Select(repository => TextOf(repository, refuse)));

    private static string TextOf(PlacedField repository, Action<string, string> refuse)
    {
        var text = repository.Name;
        var isRight = true;
        foreach (var field in repository.Value.Fields)
        {
            if (FaultOf(field) is var (place, reason))
            {
                refuse(place, reason);
                isRight = false;
            }
            else if (field.Name != PrereleaseOnly)
            {
                text += $" {field.Name}={field.Value.Text}";
            }
            else if (field.Value.Kind == JsonValueKind.True)
            {
                text += $" {PrereleaseOnly}";
            }
        }

        if (isRight && ReadOne(text, repository.Name, out var wrong) is null)
        {
            refuse(repository.Place, wrong);
        }

        return text;
    }

    private static (string Place, string Reason)? FaultOf(PlacedField field) => (field.Name, field.Value.Kind) switch
    {
        (PrereleaseOnly, JsonValueKind.True or JsonValueKind.False) => null,
        (KeepLast, JsonValueKind.Number) => null,
        (OlderThan, JsonValueKind.String) => null,
        (PrereleaseOnly, _) => (field.Value.Place, $"'{PrereleaseOnly}' has to be {SettingValues.Form(typeof(bool))}"),
        (KeepLast, _) => (field.Value.Place, $"'{KeepLast}' has to be {SettingValues.Form(typeof(int))}"),
        (OlderThan, _) => (field.Value.Place, $"'{OlderThan}' has to be {Interval.Form(MaxDays)}"),
        _ => (field.Place, $"'{field.Name}' is no rule: {Form}"),
    };

    private static List<RepositoryRetention>? Parse(string text, out string reason)
    {
        var all = new List<RepositoryRetention>();
        foreach (var one in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadOne(one, one.Split(' ')[0], out reason) is not { } read)
            {
                return null;
            }

            if (all.Exists(other => other.Repository == read.Repository))
            {
                reason = $"'{read.Repository}' stands there twice";
                return null;
            }

            all.Add(read);
        }

        reason = $"Valid values: rules such as 'acme/nuget keep-last=10 older-than=90d': {Form}";
        return all.Count > 0 ? all : null;
    }

    private static RepositoryRetention? ReadOne(string text, string name, out string reason)
    {
        if (!RepositoryAddress.TryParse(name, out var repository, out var fault))
        {
            reason = fault;
            return null;
        }

        var rules = new RetentionRules(null, null, PrereleaseOnly: false);
        foreach (var word in text[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (rule, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, "");
            switch (rule)
            {
                case KeepLast when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    rules = rules with { KeepLast = number };
                    break;
                case OlderThan when Interval.TryParse(value, out var age, MaxDays):
                    rules = rules with { OlderThan = age };
                    break;
                case PrereleaseOnly when value.Length == 0:
                    rules = rules with { PrereleaseOnly = true };
                    break;
                default:
                    reason = $"'{repository}': '{word}' is no rule. Valid values: keep-last=<number>, older-than=<interval> "
                        + $"({Interval.Form(MaxDays)}), prerelease-only";
                    return null;
            }
        }

        if (rules is { KeepLast: 0, OlderThan: null })
        {
            reason = $"'{repository}': keep-last=0 would let every version go; it needs older-than=<interval> beside it";
            return null;
        }

        // Without one of the two every version would go.
        reason = $"'{repository}' has no rule: {Form}";
        return rules is { KeepLast: null, OlderThan: null } ? null : new(repository, rules);
    }
}
