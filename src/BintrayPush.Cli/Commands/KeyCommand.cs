using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray key</c>: the keys that the embedded repository and other folders sign with. A server has its own.</summary>
internal static class KeyCommand
{
    public static Command Create(CliEnvironment environment) =>
        new("key", "The keys by which files are signed in the embedded repository and in other folders; a server has its own.")
    {
        Generate(environment), Import(environment), Export(environment), List(environment), Revoke(environment),
        KeyProgram.Serve(environment),
    };

    private static Command Generate(CliEnvironment environment)
    {
        var subject = Subject();
        var type = CommonOptions.OneOf(
            new Option<string>("--type") { Description = "Its kind.", DefaultValueFactory = _ => "ed25519" },
            "ed25519",
            "rsa3072",
            "rsa4096");
        var userId = new Option<string?>("--user-id") { Description = "What it says about its owner: 'name <address>'." };
        var expires = new Option<string?>("--expires") { Description = $"How long it may sign: {KeyAdministration.LifetimeForm}." };
        var replace = Replace();
        return new Command("generate", $"Makes a key; by a passphrase in {KeyAdministration.PassphraseVariable} it needs that to sign.")
        {
            subject,
        }.Out([type, userId, expires, replace], (result, printer, cancellation) => RunAsync(environment, async keys =>
        {
            var owner = result.GetRequiredValue(subject);
            var key = await keys.GenerateAsync(
                owner,
                Enum.Parse<KeyType>(result.GetRequiredValue(type), ignoreCase: true),
                result.GetValue(userId),
                result.GetValue(expires),
                result.GetValue(replace),
                cancellation).ConfigureAwait(false);
            Show(printer, [(owner, key)]);
        }));
    }

    private static Command Import(CliEnvironment environment)
    {
        var subject = Subject();
        var signer = new Option<string[]>("--signer")
        {
            Description = "A program that signs instead of a private key, and its arguments; given several times, in order.",
        };
        var file = new Argument<string>("file")
        {
            Description = "The private key, as exported; '-' or nothing for standard input. With --signer the public key.",
            DefaultValueFactory = _ => "-",
        };
        var replace = Replace();
        return new Command("import", "Takes over a key, or lets a program sign.") { subject, file }.Out(
            [signer, replace], (result, printer, cancellation) => RunAsync(environment, async keys =>
            {
                var owner = result.GetRequiredValue(subject);
                var content = await ReadAsync(environment, result.GetRequiredValue(file), cancellation).ConfigureAwait(false);
                var key = result.GetValue(signer) is { Length: > 0 } command
                    ? await keys.ImportAsync(owner, content, command, result.GetValue(replace), cancellation).ConfigureAwait(false)
                    : await keys.ImportAsync(owner, content, result.GetValue(replace), cancellation).ConfigureAwait(false);
                Show(printer, [(owner, key)]);
            }));
    }

    private static Command Export(CliEnvironment environment)
    {
        var subject = Subject();
        var isPrivate = CommonOptions.Flag("--private", $"The private key, under {KeyAdministration.PassphraseVariable}.");
        return new Command("export", "Prints the public keys of a subject, former ones too.") { subject }.Out(
            [isPrivate], (result, printer, cancellation) => RunAsync(environment, async keys =>
            {
                var owner = result.GetRequiredValue(subject);
                var text = result.GetValue(isPrivate)
                    ? await keys.ExportPrivateAsync(owner, cancellation).ConfigureAwait(false)
                    : await keys.Keys.PublicKeysAsync(owner, cancellation).ConfigureAwait(false)
                        ?? throw new KeyRefusedException($"'{owner}' has no key");
                printer.Show(text.TrimEnd('\n').Split('\n'), json => json.WriteString("key", text));
            }));
    }

    private static Command List(CliEnvironment environment)
    {
        var subject = CommonOptions.Subject<string?>("subject", "Whose; without it all.");
        subject.Arity = ArgumentArity.ZeroOrOne;
        return new Command("list", "Lists the keys; of each subject the one first that signs.") { subject }.Out(
            [], (result, printer, cancellation) => RunAsync(environment, async keys =>
            {
                var (all, faults) = await keys.ListAsync(result.GetValue(subject), cancellation).ConfigureAwait(false);
                Show(printer, all);
                if (faults.Count > 0)
                {
                    throw CommandFailure.Failed([.. faults.Select(Complaints.KeyRefused)]);
                }
            }));
    }

    private static Command Revoke(CliEnvironment environment)
    {
        var subject = Subject();
        var fingerprint = CommonOptions.Subject<string?>(
            "fingerprint", "Which key, or the end of its fingerprint; without it the one that signs.");
        fingerprint.Arity = ArgumentArity.ZeroOrOne;
        var file = new Option<string?>("--public")
        {
            Description = "A file with the public key and its revocation, where a program signs: its private part is not here.",
        };
        return new Command("revoke", "Takes a key back for ever: nothing is signed with it, and its public part says so.")
        {
            subject, fingerprint,
        }.Out([file], (result, printer, cancellation) => RunAsync(environment, async keys =>
        {
            var owner = result.GetRequiredValue(subject);
            var revoked = result.GetValue(file) is { } name
                ? await keys.RevokeAsync(
                    owner, await ReadAsync(environment, name, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
                : await keys.RevokeAsync(owner, result.GetValue(fingerprint), cancellation).ConfigureAwait(false);
            Show(printer, [(owner, revoked)]);
        }));
    }

    private static Argument<string> Subject() =>
        CommonOptions.Subject<string>("subject", "Whose key it is: 'local' in the embedded repository.");

    private static Option<bool> Replace() => CommonOptions.Flag(
        "--replace", "Take the place of a key that can sign; its public part stays, so that what it signed can still be checked.");

    private static void Show(Printer printer, IReadOnlyList<(string Subject, SubjectKey Key)> keys) => printer.Show(
        keys.Count == 0 ? ["There are no keys."] : keys.Select(key => KeyAdministration.Line(key.Subject, key.Key)),
        json =>
        {
            json.WriteStartArray("keys");
            foreach (var (subject, key) in keys)
            {
                json.WriteStartObject();
                json.WriteString("subject", subject);
                SubjectKeyJson.Write(json, key);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static async Task<byte[]> ReadAsync(CliEnvironment environment, string file, CancellationToken cancellation)
    {
        const int Most = 1 << 20;
        using var source = file == "-" ? environment.OpenInput() : File.OpenRead(environment.Absolute(file));
        var buffer = new byte[Most + 1];
        var read = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return buffer[..read];
    }

    private static async Task<int> RunAsync(CliEnvironment environment, Func<KeyAdministration, Task> run)
    {
        try
        {
            await run(new KeyAdministration(Keys(environment), TimeProvider.System, environment.Variable)).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (Exception fault) when (fault is KeyRefusedException or BintrayException)
        {
            throw CommandFailure.Failed(Complaints.KeyRefused(fault.Message));
        }
    }

    /// <summary>The keys of this user.</summary>
    public static SubjectKeys Keys(CliEnvironment environment)
    {
        ConnectionOptions.Home(environment);
        return HomeKeys.Of(environment.Variable)!;
    }
}
