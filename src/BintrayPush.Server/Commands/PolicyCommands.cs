using System.CommandLine;
using System.Security.Cryptography;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server policy add|list|remove</c>: whose builds get a key for an hour without being given one.
/// </summary>
internal static class PolicyCommands
{
    private const int IdBytes = 4;

    public static Command Create() =>
        new("policy", "Policies: whose identity tokens are as good as a key, for what.") { Add(), List(), Remove() };

    private static Command Add()
    {
        var subject = new Argument<string>("subject") { Description = "The subject that trusts." };
        var data = new StoreSettings();
        var issuer = new Option<string>("--issuer")
        {
            Description = "The address of who signs the tokens, as it stands in them.",
            Required = true,
        };
        var keys = new Option<string?>("--jwks")
        {
            Description = "A file with the keys of the issuer (a JSON Web Key Set). Without it the issuer is asked.",
        };
        var audience = new Option<string>("--audience") { Description = "For whom a token must be made (aud).", Required = true };
        var claims = new Option<string[]>("--claim")
        {
            Description = "name=value: what a token must say; may be given several times. A * at the end of a value stands for anything.",
            Required = true,
        };
        var scope = new Option<string>("--scope") { Description = "What the key is for: stage, push or promote.", Required = true };
        var user = new Option<string?>("--user")
        {
            Description = "A user who is there: the key gives no more than that user's rights. Without it the name is that of the subject.",
        };
        var command = new Command("add", "Adds a policy and prints its id on the last line.")
        {
            subject, issuer, keys, audience, claims, scope, user,
        };
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            var named = RepositoryAddress.SubjectOf(result.GetRequiredValue(subject));
            var given = result.GetRequiredValue(issuer);
            UserCommands.Require(
                Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "https" or "http",
                $"--issuer is '{given}'. Valid values: an address such as https://token.actions.githubusercontent.com");
            var file = result.GetValue(keys);
            UserCommands.Require(
                file is not null || address!.Scheme == "https" || IssuerKeys.IsOfThisMachine(given),
                $"'{given}' is not asked for its keys without TLS: give them with --jwks");
            var set = file is null ? null : await ReadKeysAsync(file, cancellation);
            var files = await UserCommands.OpenFilesAsync(data.DataOf(result), cancellation);
            var other = result.GetValue(user);
            if (other is not null)
            {
                await UserCommands.RequireUserAsync(new UserRecords(files), other, cancellation);
            }

            var policy = new Policy
            {
                Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
                Subject = named,
                Issuer = given,
                Audience = result.GetRequiredValue(audience),
                Claims = ReadClaims(result.GetRequiredValue(claims)),
                Scope = ReadScope(result.GetRequiredValue(scope)),
                User = other ?? named,
                IsOfUser = other is not null,
                Keys = set,
                Created = DateTimeOffset.UtcNow,
            };
            await new Policies(files).WriteAsync(policy, cancellation);
            await result.InvocationConfiguration.Output.WriteLineAsync(Shown(policy));
            await result.InvocationConfiguration.Output.WriteLineAsync(policy.Id);
        }));
        return command;
    }

    private static Command List()
    {
        var data = new StoreSettings();
        var command = new Command("list", "Lists the policies of all subjects.");
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            foreach (var policy in await (await OpenAsync(result, data, cancellation)).ListAsync(cancellation))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(Shown(policy));
            }
        }));
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<string>("id") { Description = "The id that 'add' has printed and 'list' shows." };
        var data = new StoreSettings();
        var command = new Command("remove", "Removes a policy. Keys that it has issued are good until they expire, for an hour at most.")
        {
            id,
        };
        data.AddTo(command);
        command.SetAction((result, cancellation) => UserCommands.RunAsync(result, async () =>
        {
            var policies = await OpenAsync(result, data, cancellation);
            var given = result.GetRequiredValue(id);
            UserCommands.Require(
                (await policies.ListAsync(cancellation)).Any(policy => policy.Id == given), $"there is no policy '{given}'");
            await policies.RemoveAsync(given, cancellation);
            await result.InvocationConfiguration.Output.WriteLineAsync($"Policy {given} was removed");
        }));
        return command;
    }

    private static async Task<Policies> OpenAsync(ParseResult result, StoreSettings data, CancellationToken cancellation) =>
        new(await UserCommands.OpenFilesAsync(data.DataOf(result), cancellation));

    private static async Task<string> ReadKeysAsync(string file, CancellationToken cancellation)
    {
        var text = await File.ReadAllTextAsync(file, cancellation);
        try
        {
            IssuerKeys.Read(text);
            return text;
        }
        catch (FormatException fault)
        {
            throw new FormatException($"'{file}' (--jwks) cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>An audience and an issuer say too little: everybody at a public issuer has them.</summary>
    private static Dictionary<string, string> ReadClaims(string[] given)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var parts = text.Split('=', 2);
            UserCommands.Require(
                parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0 && parts[1] != "*",
                $"--claim is '{text}'. Valid values: name=value, such as repository=acme/lib");
            UserCommands.Require(
                parts[0] is not ("iss" or "aud" or "exp" or "nbf" or "iat" or "jti"), $"--claim {parts[0]} says nothing of who pushes");
            UserCommands.Require(claims.TryAdd(parts[0], parts[1]), $"--claim {parts[0]} is given twice");
        }

        return claims;
    }

    private static Role ReadScope(string word) => word switch
    {
        "stage" => Role.Stage,
        "push" => Role.Publish,
        "promote" => Role.Promote,
        _ => throw new FormatException($"--scope is '{word}'. Valid values: stage, push, promote"),
    };

    private static string Shown(Policy policy)
    {
        var ids = policy.Ids is { Count: > 0 } known ? $", locked to {string.Join(' ', known.Select(id => $"{id.Key}={id.Value}"))}" : "";
        var claims = string.Join(' ', policy.Claims.Select(claim => $"{claim.Key}={claim.Value}"));
        var scope = policy.Scope == Role.Publish ? "push" : policy.Scope.Word();
        return LogText.Clean(
            $"{policy.Id}: {policy.Subject}, {scope} as '{policy.User}' for {policy.Issuer} ({policy.Audience}) with {claims}{ids}");
    }
}
