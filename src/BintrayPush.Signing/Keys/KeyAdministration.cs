using System.Globalization;
using System.Text.RegularExpressions;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Signing.Keys;

/// <summary>
/// What the commands <c>key generate</c>, <c>import</c>, <c>export</c> and <c>revoke</c> do, for a server's keys as for those of the
/// embedded repository. Passphrases come from the environment alone.
/// </summary>
/// <param name="keys">The keys.</param>
/// <param name="time">The clock.</param>
/// <param name="variable">How environment variables are read.</param>
public sealed partial class KeyAdministration(SubjectKeys keys, TimeProvider time, Func<string, string?> variable)
{
    /// <summary>The passphrase that a key is kept and opened by.</summary>
    public const string PassphraseVariable = "BINTRAY_GPG_PASSPHRASE";

    /// <summary>The passphrase of a file with a key, if it is another one.</summary>
    public const string FilePassphraseVariable = "BINTRAY_GPG_FILE_PASSPHRASE";

    /// <summary>How a lifetime is written.</summary>
    public const string LifetimeForm = "2y, 6m, 90d or a date like 2030-01-31";

    private Secret? Passphrase => PassphraseOf(variable);

    /// <summary>The keys.</summary>
    public SubjectKeys Keys => keys;

    /// <summary>The passphrase that a key is opened by; <see langword="null"/> if there is none.</summary>
    /// <param name="variable">How environment variables are read.</param>
    public static Secret? PassphraseOf(Func<string, string?> variable) =>
        variable(PassphraseVariable) is { } text && !string.IsNullOrWhiteSpace(text) ? new Secret(text) : null;

    /// <summary>Makes a key.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="userId">What it says about its owner; <see langword="null"/> for the subject's name.</param>
    /// <param name="lifetime">How long it may sign (<see cref="LifetimeForm"/>); <see langword="null"/> for ever.</param>
    /// <param name="replace">Whether it may take the place of one that can sign.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">Something given is wrong, or there is a key.</exception>
    public Task<SubjectKey> GenerateAsync(
        string subject, KeyType type, string? userId, string? lifetime, bool replace, CancellationToken cancellation)
    {
        var name = userId ?? subject;
        if (name.Trim().Length == 0 || name != LogText.Clean(name))
        {
            throw new KeyRefusedException("the user id is empty, or has signs in it that cannot be printed");
        }

        var now = time.GetUtcNow();
        var pair = KeyPair.Generate(type, name.Trim(), now, lifetime is null ? null : Lifetime(lifetime, now));
        return keys.AddAsync(subject, pair, Passphrase, replace, cancellation);
    }

    /// <summary>Takes over a key that another program made.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="content">The private key, armoured or not.</param>
    /// <param name="replace">Whether it may take the place of one that can sign.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">The key is not taken; the message says why.</exception>
    public Task<SubjectKey> ImportAsync(string subject, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellation) =>
        keys.AddAsync(subject, KeyPair.Read(content, Read(FilePassphraseVariable) ?? Passphrase), Passphrase, replace, cancellation);

    /// <summary>Lets a program sign.</summary>
    /// <param name="subject">For whom.</param>
    /// <param name="publicKey">The public key that its signatures are checked by, armoured or not.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="replace">Whether it may take the place of a key that can sign.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">The key is not taken, or the program does not sign with it; the message says why.</exception>
    public async Task<SubjectKey> ImportAsync(
        string subject, ReadOnlyMemory<byte> publicKey, IReadOnlyList<string> command, bool replace, CancellationToken cancellation)
    {
        var key = PublicKey.Read(publicKey);
        try
        {
            await CommandSigner.TryAsync(command, key, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException fault)
        {
            throw new KeyRefusedException(fault.Message);
        }

        return await keys.AddAsync(subject, key, command, replace, cancellation).ConfigureAwait(false);
    }

    /// <summary>The private key for another program, under its passphrase, armoured.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="KeyRefusedException">There is none, or it does not open, or there is no passphrase to protect it.</exception>
    public async Task<string> ExportPrivateAsync(string subject, CancellationToken cancellation)
    {
        var passphrase = Passphrase ?? throw new KeyRefusedException(
            $"a private key is exported only under a passphrase, so that it lies open nowhere: set {PassphraseVariable}");
        return (await keys.OpenPairAsync(subject, passphrase, cancellation).ConfigureAwait(false)).Armoured(passphrase);
    }

    /// <summary>Takes a key back for ever.</summary>
    /// <inheritdoc cref="SubjectKeys.RevokeAsync(string, string, Secret, CancellationToken)"/>
    public Task<SubjectKey> RevokeAsync(string subject, string? fingerprint, CancellationToken cancellation) =>
        keys.RevokeAsync(subject, fingerprint, Passphrase, cancellation);

    /// <summary>Takes a key back for ever that was revoked elsewhere.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="publicKey">The public key with its revocation, armoured or not.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">It is not taken back; the message says why.</exception>
    public Task<SubjectKey> RevokeAsync(string subject, ReadOnlyMemory<byte> publicKey, CancellationToken cancellation) =>
        keys.RevokeAsync(subject, PublicKey.Read(publicKey), cancellation);

    /// <summary>The keys of some subjects, or of all.</summary>
    /// <param name="subject">Whose; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The keys that can be read, and why others cannot.</returns>
    public async Task<(IReadOnlyList<(string Subject, SubjectKey Key)> Keys, IReadOnlyList<string> Faults)> ListAsync(
        string? subject, CancellationToken cancellation)
    {
        var found = new List<(string, SubjectKey)>();
        var faults = new List<string>();
        foreach (var owner in subject is not null ? [subject] : await keys.SubjectsAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                found.AddRange((await keys.ListAsync(owner, cancellation).ConfigureAwait(false)).Select(key => (owner, key)));
            }
            catch (BintrayException damage) when (damage.Status == BintrayException.BadRequest)
            {
                faults.Add(damage.Message);
            }
        }

        return (found, faults);
    }

    /// <summary>A key in a line for people.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="key">The key.</param>
    public static string Line(string subject, SubjectKey key)
    {
        var end = key.Expires is { } expires ? $", until {Day(expires)}" : "";
        return $"{subject}: {key.Fingerprint}, {key.Algorithm}, {key.UserId}, made {Day(key.Created)}{end}{State(key.State)}";
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string State(KeyState state) => state switch
    {
        KeyState.Usable => "",
        KeyState.PassphraseMissing => ", with a passphrase",
        KeyState.Locked => ", locked: the key of the installation is not there or another one",
        KeyState.Expired => ", expired",
        KeyState.Revoked => ", revoked",
        _ => ", with another passphrase",
    };

    private static TimeSpan Lifetime(string text, DateTimeOffset now)
    {
        if (Count().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 36_500)
        {
            var end = match.Groups[2].Value switch
            {
                "d" => now.AddDays(number),
                "m" => now.AddMonths(number),
                _ => now.AddYears(Math.Min(number, 100)),
            };
            return end - now;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out var date)
            && date > now && date < now.AddYears(100)
                ? date - now
                : throw new KeyRefusedException($"'{LogText.Shorten(text)}' is no time to come: write {LifetimeForm}");
    }

    private Secret? Read(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? new Secret(text) : null;

    [GeneratedRegex("^([0-9]{1,6})([dmy])$", RegexOptions.CultureInvariant)]
    private static partial Regex Count();
}
