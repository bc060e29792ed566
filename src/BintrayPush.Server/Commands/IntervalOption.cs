using System.CommandLine;
using System.CommandLine.Parsing;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary>Options that are lengths of time, for example <c>12h</c>.</summary>
internal static class IntervalOption
{
    public static Option<TimeSpan> Create(string name, string description, TimeSpan value) =>
        new(name)
        {
            Description = description,
            HelpName = "interval",
            CustomParser = given => Parse(name, given, Interval.MaxDays),
            DefaultValueFactory = _ => value,
        };

    /// <summary>One that need not be given.</summary>
    public static Option<TimeSpan?> Create(string name, string description, int maxDays = Interval.MaxDays) =>
        new(name) { Description = description, HelpName = "interval", CustomParser = given => Parse(name, given, maxDays) };

    private static TimeSpan Parse(string name, ArgumentResult given, int maxDays)
    {
        if (!Interval.TryParse(given.Tokens[0].Value, out var interval, maxDays))
        {
            given.AddError($"{name} is '{given.Tokens[0].Value}'. Valid values: {Interval.Form(maxDays)}");
        }

        return interval;
    }
}
