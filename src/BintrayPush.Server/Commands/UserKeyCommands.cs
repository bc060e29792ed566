using System.CommandLine;
using System.Globalization;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server user key add|list|remove</c>: one key for each machine that has one, so that it can be taken away alone.
/// </summary>
internal static class UserKeyCommands
{
    private const string Day = "yyyy-MM-dd";
    private const int MostDays = 3650;

    public static Command Create() => new("key", "The API keys of a user, each with a name.") { Add(), List(), Remove() };

    private static Command Add()
    {
        var name = UserCommands.Name();
        var key = KeyName();
        var data = new StoreSettings();
        var scope = new Option<string?>("--scope")
        {
            Description = "The most that it may be used for: read, stage, promote or publish. Without it, all that its user may do.",
        };
        var expires = IntervalOption.Create(
            "--expires", "How long it is worth anything, such as 90d. Without it, until it is removed.", MostDays);
        var command = new Command("add", "Gives a user one more API key and prints it on the last line.")
        {
            name,
            key,
            scope,
            expires,
        };
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            var (users, user) = await OpenAsync(result, data, name, cancellation);
            var called = result.GetRequiredValue(key);
            UserCommands.Require(
                ApiKey.IsName(called), $"'{called}' cannot be the name of a key: up to 40 letters, digits, '.', '-' and '_' can");
            UserCommands.Require(
                user.AllKeys.All(other => !other.Name.Equals(called, StringComparison.OrdinalIgnoreCase)),
                $"user '{user.Name}' has a key '{called}' already; 'user rotate --key {called}' replaces it");
            var word = result.GetValue(scope);
            var most = word is null ? null : Roles.Parse(word);
            UserCommands.Require(
                word is null || most < Role.Admin, $"--scope is '{word}'. Valid values: read, stage, promote, publish");
            var now = DateTimeOffset.UtcNow;
            var made = KeyHash.NewKey();
            var one = ApiKey.Of(called, made, now) with { Scope = most, Expires = now + result.GetValue(expires) };
            await UserCommands.ChangeAsync(users, user.Name, known => known.With(one), cancellation);
            await UserCommands.PrintKeyAsync(result, $"User '{user.Name}' has one more key '{called}'", made);
        }));
        return command;
    }

    private static Command List()
    {
        var name = UserCommands.Name();
        var data = new StoreSettings();
        var command = new Command("list", "Lists the API keys of a user: what they may be used for, until when, and when they were last.")
        {
            name,
        };
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            var (_, user) = await OpenAsync(result, data, name, cancellation);
            var files = await UserCommands.OpenFilesAsync(data.DataOf(result), cancellation);
            var uses = await new KeyUses(files, TimeProvider.System).ReadAsync(user.Name, cancellation);
            foreach (var key in user.AllKeys)
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(Shown(key, uses.GetValueOrDefault(key.Name)));
            }
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = UserCommands.Name();
        var key = KeyName();
        var data = new StoreSettings();
        var command = new Command("remove", "Removes an API key; it is worthless at once.") { name, key };
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            var (users, user) = await OpenAsync(result, data, name, cancellation);
            var called = result.GetRequiredValue(key);
            UserCommands.Require(user.AllKeys.Any(other => other.Name == called), $"user '{user.Name}' has no key '{called}'");
            await UserCommands.ChangeAsync(users, user.Name, known => known.Without(called), cancellation);
            await result.InvocationConfiguration.Output.WriteLineAsync($"Key '{called}' of user '{user.Name}' was removed");
        }));
        return command;
    }

    private static Argument<string> KeyName() => new("key") { Description = "The name of the key." };

    private static async Task<(UserRecords Users, UserRecord User)> OpenAsync(
        ParseResult result, StoreSettings data, Argument<string> name, CancellationToken cancellation)
    {
        var users = new UserRecords(await UserCommands.OpenFilesAsync(data.DataOf(result), cancellation));
        return (users, await UserCommands.RequireUserAsync(users, result.GetRequiredValue(name), cancellation));
    }

    private static string Shown(ApiKey key, string? lastUse)
    {
        var now = DateTimeOffset.UtcNow;
        var until = key.Expires is not { } expires ? "" : $", {(key.HasExpired(now) ? "expired" : "expires")} {DayOf(expires)}";
        return $"{key.Name}: {key.Scope?.Word() ?? "all"}, made {DayOf(key.Created)}{until}, last used {lastUse ?? "never"}";
    }

    private static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString(Day, CultureInfo.InvariantCulture);
}
