using System.CommandLine;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server user add|list|remove|rotate</c>. They work on the data folder and need no server; a running one sees the change at
/// its next request. A new key is printed once, alone on the last line, and kept nowhere.
/// </summary>
internal static class UserCommands
{
    public static Command Create() => new("user", "Users and their API keys.") { Add(), List(), Remove(), Rotate() };

    private static Command Add()
    {
        var name = Name();
        var data = ServerCommand.DataOption();
        var roles = new Option<string[]>("--role")
        {
            Description = "<subject>=<read|publish|admin>; may be given several times.",
            Required = true,
        };
        var command = new Command("add", "Adds a user and prints the new API key on the last line.") { name, data, roles };
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var given = ReadRoles(result.GetRequiredValue(roles));
            var users = await OpenAsync(result.GetRequiredValue(data), cancellation);
            var user = result.GetRequiredValue(name);
            Require(
                UserRecords.IsName(user),
                $"'{user}' cannot be a user name: letters, digits, '.', '-' and '_' can, and it does not begin with '.'");
            Require(
                await users.FindAsync(user, cancellation) is null,
                $"user '{user}' already exists; 'rotate' gives a new key, 'remove' makes room");
            RequireNoTwins(await users.ListAsync(cancellation), [user, .. given.Keys]);
            var key = KeyHash.NewKey();
            var record = new UserRecord { Name = user, Key = KeyHash.Of(key), Created = DateTimeOffset.UtcNow, Roles = given };
            await users.WriteAsync(record, cancellation);
            await PrintKeyAsync(result, $"User '{user}' was added: {Shown(given)}", key);
        }));
        return command;
    }

    private static Command List()
    {
        var data = ServerCommand.DataOption();
        var command = new Command("list", "Lists users and their roles.") { data };
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var users = await OpenAsync(result.GetRequiredValue(data), cancellation);
            foreach (var user in await users.ListAsync(cancellation))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync($"{user.Name}: {Shown(user.Roles)}");
            }
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var data = ServerCommand.DataOption();
        var command = new Command("remove", "Removes a user; the key is worthless at once.") { name, data };
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var user = result.GetRequiredValue(name);
            var users = await OpenAsync(result.GetRequiredValue(data), cancellation);
            Require(await users.RemoveAsync(user, cancellation), $"there is no user '{user}'");
            await result.InvocationConfiguration.Output.WriteLineAsync($"User '{user}' was removed");
        }));
        return command;
    }

    private static Command Rotate()
    {
        var name = Name();
        var data = ServerCommand.DataOption();
        var command = new Command("rotate", "Gives a user a new API key and prints it on the last line; the old one is worthless at once.")
        {
            name,
            data,
        };
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var users = await OpenAsync(result.GetRequiredValue(data), cancellation);
            var user = await users.FindAsync(result.GetRequiredValue(name), cancellation);
            Require(user is not null, $"there is no user '{result.GetRequiredValue(name)}'");
            var key = KeyHash.NewKey();
            await users.WriteAsync(user! with { Key = KeyHash.Of(key) }, cancellation);
            await PrintKeyAsync(result, $"User '{user.Name}' has a new key", key);
        }));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The user's name." };

    /// <summary>Makes the data folder where it is missing.</summary>
    private static async Task<UserRecords> OpenAsync(string data, CancellationToken cancellation) =>
        new((await ServerStores.OpenAsync(data, readOnly: false, new RepositoryOptions(), cancellation)).PrivateFiles);

    private static Dictionary<string, Role> ReadRoles(string[] given)
    {
        var roles = new Dictionary<string, Role>();
        foreach (var text in given)
        {
            var parts = text.Split('=');
            var isRole = parts.Length == 2 && parts[1] is "read" or "publish" or "admin";
            Require(isRole, $"'{text}' is not a role: <subject>=<read|publish|admin> is");
            roles[RepositoryAddress.SubjectOf(parts[0])] = Enum.Parse<Role>(parts[1], ignoreCase: true);
        }

        return roles;
    }

    /// <summary>Names that differ only in letter case would share a place in the store, and on some disks a file.</summary>
    private static void RequireNoTwins(IEnumerable<UserRecord> users, IEnumerable<string> names)
    {
        var known = users.SelectMany(user => user.Roles.Keys.Append(user.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            Require(
                !known.TryGetValue(name, out var other) || other == name,
                $"'{name}' differs from '{other}' only in letter case; use that spelling");
            known.Add(name);
        }
    }

    private static string Shown(IReadOnlyDictionary<string, Role> roles) =>
        string.Join(
            ", ",
            roles.OrderBy(role => role.Key, StringComparer.Ordinal)
                .Select(role => $"{role.Key}={role.Value.ToString().ToLowerInvariant()}"));

    private static async Task PrintKeyAsync(ParseResult result, string message, string key)
    {
        await result.InvocationConfiguration.Output.WriteLineAsync(message);
        await result.InvocationConfiguration.Output.WriteLineAsync("Its API key, shown only now:");
        await result.InvocationConfiguration.Output.WriteLineAsync(key);
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FormatException(message);
        }
    }

    private static async Task<int> RunAsync(ParseResult result, Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception fault) when (fault is FormatException or BintrayException or IOException or UnauthorizedAccessException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
