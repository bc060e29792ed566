using System.Text;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray login</c>: keeps a key for a service. The key is never an argument: those stand in process lists and histories.
/// </summary>
internal sealed class LoginCommand
{
    public const string Name = "login";

    private const int LongestKey = 4096;

    private readonly ConnectionOptions _connection = new();
    private readonly Option<string?> _user = new("--user")
    {
        Description = "The user; BINTRAY_USER without it, and on a terminal it is "
        + "asked for."
    };
    private readonly CliEnvironment _surroundings;

    private LoginCommand(CliEnvironment environment) => _surroundings = environment;

    public static Command Create(CliEnvironment environment)
    {
        var login = new LoginCommand(environment);
        var command = new Command(Name, "Tries a key on a service and keeps it. The key is asked for, or read from standard input.")
        {
            login._user,
        };
        return command.Out(login._connection.All, login.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var (service, limits) = _connection.ReadService(result, _surroundings);
        var kept = StoredCredentials.In(ConnectionOptions.Home(_surroundings));
        kept.Check();
        var user = await UserAsync(result, printer, cancellation).ConfigureAwait(false);
        var key = await KeyAsync(user, service, printer, cancellation).ConfigureAwait(false);
        var doubt = await TryAsync(service, limits, new Credentials(user, key), cancellation).ConfigureAwait(false);
        kept.Set(service.Host, new Credentials(user, key));
        if (doubt is not null)
        {
            printer.Show([doubt]);
        }

        var works = doubt is null;
        printer.Show([$"{(works ? "The key works and is" : "The key is")} kept for {user} on {service.Host} in {kept.File}"], json =>
        {
            json.WriteString("host", service.Host);
            json.WriteString("user", user);
            json.WriteBoolean("works", works);
            json.WriteString("file", kept.File);
        });
        return ExitCode.Success;
    }

    private async Task<string> UserAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var user = result.GetValue(_user) ?? _surroundings.Variable("BINTRAY_USER");
        if (string.IsNullOrWhiteSpace(user) && _surroundings.ReadHidden is not null)
        {
            printer.Ask("User: ");
            user = await ReadAsync(_surroundings.Input.ReadLine, cancellation).ConfigureAwait(false);
        }

        user = (user ?? "").Trim();
        return user.Length == 0 ? throw CommandFailure.Usage(Complaints.KeyUnusable("there is no user. Give --user"))
            : user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl)
                ? throw CommandFailure.Usage(Complaints.KeyUnusable("a user name has no colon and no control character"))
            : user;
    }

    private async Task<Secret> KeyAsync(string user, ServiceUrl service, Printer printer, CancellationToken cancellation)
    {
        string? text;
        if (_surroundings.ReadHidden is { } read)
        {
            printer.Ask($"API key of {user} on {service.Host}: ");
            text = await ReadAsync(read, cancellation).ConfigureAwait(false);
            printer.EndLine();
        }
        else
        {
            text = await ReadAsync(FirstLine, cancellation).ConfigureAwait(false);
        }

        var key = (text ?? "").Trim();
        return key.Length is 0 or > LongestKey || key.Any(char.IsControl)
            ? throw CommandFailure.Usage(
                Complaints.KeyUnusable("no key was given. Type it when it is asked for, or send it as the first line of standard input"))
            : new Secret(key);
    }

    /// <summary>No more than a key can have, whatever is sent.</summary>
    private string FirstLine()
    {
        var line = new StringBuilder();
        for (
            var next = _surroundings.Input.Read(); next >= 0 && next != '\n'
                && line.Length <= LongestKey + 1; next = _surroundings.Input.Read())
        {
            line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>Reading a terminal cannot be cancelled, so a cancellation does not wait for it.</summary>
    private static async Task<string?> ReadAsync(Func<string?> read, CancellationToken cancellation) =>
        await Task.Run(read, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);

    /// <summary>
    /// One harmless question. The key works only if it was needed: a service that answers the same question to everybody has not looked at
    /// it.
    /// </summary>
    /// <returns>What the user should know, if the service could not say.</returns>
    private static async Task<Problem?> TryAsync(
        ServiceUrl service, HttpLimits limits, Credentials credentials, CancellationToken cancellation)
    {
        try
        {
            if (await AskAsync(service, limits, credentials, credentials.User, cancellation).ConfigureAwait(false) is { } refusal)
            {
                throw CommandFailure.Failed(Complaints.KeyRefused(credentials.User, service.Host, refusal));
            }

            return await AskAsync(service, limits, null, credentials.User, cancellation).ConfigureAwait(false) is null
                ? Complaints.KeyUnchecked(service.Host, "it answers everybody who asks, with a key or without. The first push will show it")
                : null;
        }
        catch (BintrayException failure)
        {
            return Complaints.KeyUnchecked(service.Host, failure.Message);
        }
    }

    /// <returns>The service's words if it does not know who asks; nothing if it has an answer, be it that it may not tell.</returns>
    private static async Task<string?> AskAsync(
        ServiceUrl service, HttpLimits limits, Credentials? credentials, string user, CancellationToken cancellation)
    {
        using var client = BintrayHttpClient.Open(service, null, credentials, limits);
        try
        {
            await client.AskForUserAsync(user, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Unauthorized)
        {
            return refusal.Message;
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Forbidden && refusal.Failure == CallFailure.None)
        {
            return credentials is null ? refusal.Message : null;
        }

        return null;
    }
}
