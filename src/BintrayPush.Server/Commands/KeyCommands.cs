using System.CommandLine;
using BintrayPush.Server.Store;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server key generate|import|export|list|revoke</c>: the keys that the server signs with. They work on the data folder; a
/// running server sees the change at its next request.
/// </summary>
internal static class KeyCommands
{
    public static Command Create() => new("key", "The keys by which a server signs files, one for each subject.")
    {
        Generate(), Import(), Export(), List(), Revoke(),
    };

    private static Command Generate()
    {
        var subject = Subject();
        var type = new Option<string>("--type")
        {
            Description = "Its kind: ed25519, rsa3072, rsa4096.",
            DefaultValueFactory = _ => "ed25519",
        };
        type.AcceptOnlyFromAmong("ed25519", "rsa3072", "rsa4096");
        var userId = new Option<string?>("--user-id") { Description = "What it says about its owner: 'name <address>'." };
        var expires = new Option<string?>("--expires") { Description = $"How long it may sign: {KeyAdministration.LifetimeForm}." };
        var replace = Replace();
        return Runs(
            new Command("generate", $"Makes a key; by a passphrase in {KeyAdministration.PassphraseVariable} it needs that to sign.")
            {
                subject, type, userId, expires, replace,
            },
            async (result, keys, cancellation) =>
            {
                var key = await keys.GenerateAsync(
                    result.GetRequiredValue(subject),
                    Enum.Parse<KeyType>(result.GetRequiredValue(type), ignoreCase: true),
                    result.GetValue(userId),
                    result.GetValue(expires),
                    result.GetValue(replace),
                    cancellation);
                return KeyAdministration.Line(result.GetRequiredValue(subject), key);
            },
            makes: true);
    }

    private static Command Import()
    {
        var subject = Subject();
        var file = new Argument<string>("file")
        {
            Description = "The private key that another program exported; '-' for standard input. With --signer the public key.",
            DefaultValueFactory = _ => "-",
        };
        var signer = new Option<string[]>("--signer")
        {
            Description = "A program that signs instead of a private key, and its arguments; given several times, in order.",
        };
        var replace = Replace();
        return Runs(
            new Command("import", $"Takes over a key. The passphrase of the file is in {KeyAdministration.FilePassphraseVariable}, if it "
                + $"is another one than {KeyAdministration.PassphraseVariable}.")
            {
                subject, file, signer, replace,
            },
            async (result, keys, cancellation) =>
            {
                var content = await ReadAsync(result.GetRequiredValue(file), cancellation);
                var owner = result.GetRequiredValue(subject);
                var key = result.GetValue(signer) is { Length: > 0 } command
                    ? await keys.ImportAsync(owner, content, command, result.GetValue(replace), cancellation)
                    : await keys.ImportAsync(owner, content, result.GetValue(replace), cancellation);
                return KeyAdministration.Line(owner, key);
            },
            makes: true);
    }

    private static Command Export()
    {
        var subject = Subject();
        var isPrivate = new Option<bool>("--private")
        {
            Description = $"The private key, under the passphrase in {KeyAdministration.PassphraseVariable}.",
        };
        return Runs(
            new Command("export", "Prints the public keys of a subject, former ones too.") { subject, isPrivate },
            async (result, keys, cancellation) =>
            {
                var owner = result.GetRequiredValue(subject);
                return (result.GetValue(isPrivate)
                    ? await keys.ExportPrivateAsync(owner, cancellation)
                    : await keys.Keys.PublicKeysAsync(owner, cancellation)
                        ?? throw new KeyRefusedException($"'{owner}' has no key")).TrimEnd('\n');
            });
    }

    private static Command List()
    {
        var subject = new Argument<string?>("subject") { Description = "Whose; without it all.", DefaultValueFactory = _ => null };
        return Runs(
            new Command("list", "Lists the keys; of each subject the one first that signs.") { subject },
            async (result, keys, cancellation) =>
            {
                var (found, faults) = await keys.ListAsync(result.GetValue(subject), cancellation);
                foreach (var (owner, key) in found)
                {
                    await result.InvocationConfiguration.Output.WriteLineAsync(KeyAdministration.Line(owner, key));
                }

                return faults.Count > 0 ? throw new KeyRefusedException(string.Join(Environment.NewLine, faults))
                    : found.Count == 0 ? "There are no keys." : null;
            });
    }

    private static Command Revoke()
    {
        var subject = Subject();
        var fingerprint = new Argument<string?>("fingerprint")
        {
            Description = "Which key, or the end of its fingerprint; without it the one that signs.",
            DefaultValueFactory = _ => null,
        };
        var file = new Option<string?>("--public")
        {
            Description = "A file with the public key and its revocation, where a program signs: its private part is not here.",
        };
        return Runs(
            new Command("revoke", "Takes a key back for ever: nothing is signed with it, and its public part says so.")
            {
                subject, fingerprint, file,
            },
            async (result, keys, cancellation) =>
            {
                var owner = result.GetRequiredValue(subject);
                var revoked = result.GetValue(file) is { } name
                    ? await keys.RevokeAsync(owner, await ReadAsync(name, cancellation), cancellation)
                    : await keys.RevokeAsync(owner, result.GetValue(fingerprint), cancellation);
                return KeyAdministration.Line(owner, revoked);
            });
    }

    private static Argument<string> Subject() => new("subject") { Description = "Whose key it is." };

    private static Option<bool> Replace() => new("--replace")
    {
        Description = "Take the place of a key that can sign; its public part stays, so that what it signed can still be checked.",
    };

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        const int Most = 1 << 20;
        await using var source = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        var buffer = new byte[Most + 1];
        return buffer[..await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)];
    }

    /// <param name="command">The command.</param>
    /// <param name="run">What it does; its answer is printed.</param>
    /// <param name="makes">Whether there need not be any data yet.</param>
    private static Command Runs(
        Command command, Func<ParseResult, KeyAdministration, CancellationToken, Task<string?>> run, bool makes = false)
    {
        var store = new StoreSettings();
        store.AddTo(command, options => options.InstallationKey);
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                var settings = store.Read(result);
                if (!makes && !ServerStores.IsThere(settings.Data))
                {
                    throw new KeyRefusedException($"there is no folder '{ServerStores.NameOf(settings.Data)}'");
                }

                var keys = ServerStores.KeysOf(settings.Data, new InstallationKey(settings.InstallationKey), TimeProvider.System);
                var administration = new KeyAdministration(keys, TimeProvider.System, Environment.GetEnvironmentVariable);
                if (await run(result, administration, cancellation) is { } text)
                {
                    await result.InvocationConfiguration.Output.WriteLineAsync(text);
                }

                return 0;
            }
            catch (Exception fault) when (
                fault is KeyRefusedException or BintrayException or IOException or UnauthorizedAccessException or FormatException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(fault.Message);
                return 1;
            }
        });
        return command;
    }
}
