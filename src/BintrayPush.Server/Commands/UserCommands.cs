using System.CommandLine;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server user add|list|role|remove|rotate|key</c>. They work on the data folder and need no server; a running one sees the
/// change at its next request. A new key is printed once, alone on the last line, and kept nowhere.
/// </summary>
internal static class UserCommands
{
    private const string RoleSyntax = "<subject>=<read|stage|promote|publish|admin>";

    public static Command Create() =>
        new("user", "Users and their API keys.") { Add(), List(), ChangeRoles(), Remove(), Rotate(), UserKeyCommands.Create() };

    private static Command Add()
    {
        var name = Name();
        var data = new StoreSettings();
        var roles = new Option<string[]>("--role")
        {
            Description = $"{RoleSyntax}; may be given several times.",
            Required = true,
        };
        var command = new Command("add", "Adds a user and prints the new API key on the last line.") { name, roles };
        data.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var given = ReadRoles(result.GetRequiredValue(roles));
            Require(!given.ContainsValue(Role.None), $"a new user has no role that could be taken away: {RoleSyntax} is given");
            var users = await OpenAsync(data.DataOf(result), cancellation);
            var user = result.GetRequiredValue(name);
            Require(
                UserRecords.IsName(user),
                $"'{user}' cannot be a user name: letters, digits, '.', '-' and '_' can, and it does not begin with '.'");
            Require(
                await users.FindAsync(user, cancellation) is null,
                $"user '{user}' already exists; 'rotate' gives a new key, 'remove' makes room");
            RequireNoTwins(await users.ListAsync(cancellation), [user, .. given.Keys]);
            var key = KeyHash.NewKey();
            var now = DateTimeOffset.UtcNow;
            await users.WriteAsync(
                new UserRecord { Name = user, Keys = [ApiKey.Of(ApiKey.First, key, now)], Created = now, Roles = given }, cancellation);
            await PrintKeyAsync(result, $"User '{user}' was added: {Shown(given)}", key);
        }));
        return command;
    }

    private static Command List()
    {
        var data = new StoreSettings();
        var command = new Command("list", "Lists users and their roles.");
        data.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var users = await OpenAsync(data.DataOf(result), cancellation);
            foreach (var user in await users.ListAsync(cancellation))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync($"{user.Name}: {Shown(user.Roles)}");
            }
        }));
        return command;
    }

    private static Command ChangeRoles()
    {
        var name = Name();
        var data = new StoreSettings();
        var roles = new Argument<string[]>("roles")
        {
            Description = $"{RoleSyntax}, or <subject>=none to take a role away. Roles on other subjects stay.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("role", "Changes the roles of a user; the keys stay.") { name, roles };
        data.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var given = ReadRoles(result.GetRequiredValue(roles));
            var users = await OpenAsync(data.DataOf(result), cancellation);
            var user = await RequireUserAsync(users, result.GetRequiredValue(name), cancellation);
            RequireNoTwins((await users.ListAsync(cancellation)).Where(other => other.Name != user.Name), [user.Name, .. given.Keys]);
            var changed = await ChangeAsync(users, user.Name, known => known.With(given), cancellation);
            await result.InvocationConfiguration.Output.WriteLineAsync($"User '{user.Name}': {Shown(changed.Roles)}");
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var data = new StoreSettings();
        var command = new Command("remove", "Removes a user; the keys are worthless at once.") { name };
        data.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var user = result.GetRequiredValue(name);
            var files = await OpenFilesAsync(data.DataOf(result), cancellation);
            Require(await new UserRecords(files).RemoveAsync(user, cancellation), $"there is no user '{user}'");
            await new KeyUses(files, TimeProvider.System).ForgetAsync(user, cancellation);
            await result.InvocationConfiguration.Output.WriteLineAsync($"User '{user}' was removed");
        }));
        return command;
    }

    private static Command Rotate()
    {
        var name = Name();
        var data = new StoreSettings();
        var which = new Option<string>("--key") { Description = "The name of the key.", DefaultValueFactory = _ => ApiKey.First };
        var command = new Command("rotate", "Gives a user a new API key and prints it on the last line; the old one is worthless at once.")
        {
            name,
            which,
        };
        data.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, async () =>
        {
            var users = await OpenAsync(data.DataOf(result), cancellation);
            var user = await RequireUserAsync(users, result.GetRequiredValue(name), cancellation);
            var old = result.GetRequiredValue(which);
            var known = user.AllKeys.FirstOrDefault(key => key.Name == old);
            Require(known is not null || old == ApiKey.First, $"user '{user.Name}' has no key '{old}'");
            var key = KeyHash.NewKey();
            var made = ApiKey.Of(old, key, DateTimeOffset.UtcNow) with { Scope = known?.Scope, Expires = known?.Expires };
            await ChangeAsync(users, user.Name, now => now.With(made), cancellation);
            await PrintKeyAsync(result, $"User '{user.Name}' has a new key{(old == ApiKey.First ? "" : $" '{old}'")}", key);
        }));
        return command;
    }

    internal static Argument<string> Name() => new("name") { Description = "The user's name." };

    /// <summary>Makes the data folder where it is missing.</summary>
    internal static async Task<IPrivateFiles> OpenFilesAsync(string data, CancellationToken cancellation) =>
        (await ServerStores.OpenAsync(data, readOnly: false, new RepositoryOptions(), cancellation)).PrivateFiles;

    internal static async Task<UserRecord> RequireUserAsync(UserRecords users, string name, CancellationToken cancellation) =>
        await users.FindAsync(name, cancellation) ?? throw NoUser(name);

    /// <summary>Changes a user who may be gone since it was looked.</summary>
    internal static async Task<UserRecord> ChangeAsync(
        UserRecords users, string name, Func<UserRecord, UserRecord> change, CancellationToken cancellation) =>
        await users.ChangeAsync(name, change, cancellation) ?? throw NoUser(name);

    private static FormatException NoUser(string name) => new($"there is no user '{name}'");

    private static async Task<UserRecords> OpenAsync(string data, CancellationToken cancellation) =>
        new(await OpenFilesAsync(data, cancellation));

    private static Dictionary<string, Role> ReadRoles(string[] given)
    {
        var roles = new Dictionary<string, Role>();
        foreach (var text in given)
        {
            var parts = text.Split('=');
            var role = parts.Length != 2 ? null : parts[1] == "none" ? Role.None : Roles.Parse(parts[1]);
            Require(role is not null, $"'{text}' is not a role: {RoleSyntax} is");
            roles[RepositoryAddress.SubjectOf(parts[0])] = role!.Value;
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
                .Select(role => $"{role.Key}={role.Value.Word()}"));

    internal static async Task PrintKeyAsync(ParseResult result, string message, string key)
    {
        await result.InvocationConfiguration.Output.WriteLineAsync(message);
        await result.InvocationConfiguration.Output.WriteLineAsync("Its API key, shown only now:");
        await result.InvocationConfiguration.Output.WriteLineAsync(key);
    }

    internal static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FormatException(message);
        }
    }

    internal static async Task<int> RunAsync(ParseResult result, Func<Task> run)
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
