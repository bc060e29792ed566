using System.Globalization;
using System.Text;
using System.Text.Json;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Signing.Keys;

/// <summary>The keys of the subjects, in files: one a subject, with the key that signs now and its former ones.</summary>
/// <param name="files">Where they are kept.</param>
/// <param name="installation">Under what private keys are kept that have no passphrase.</param>
/// <param name="time">The clock.</param>
public sealed class SubjectKeys(IKeyFiles files, InstallationKey installation, TimeProvider time) : ISubjectKeys
{
    private const string Extension = ".json";
    private const string DamagedExtension = ".damaged";

    /// <inheritdoc/>
    public async Task<SubjectKey?> FindAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        return record.Keys is [var current, ..] ? Describe(subject, current, passphrase).Key : null;
    }

    /// <inheritdoc/>
    public async Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        if (record.Keys is not [var current, ..])
        {
            throw new BintrayException(BintrayException.BadRequest, KeyWords.None(subject));
        }

        var (key, opened) = Describe(subject, current, passphrase);
        return key.State != KeyState.Usable
                ? throw new BintrayException(BintrayException.BadRequest, KeyWords.Of(subject, key, installation: null))
            : current.Signer is { } command ? new CommandSigner(command, PublicOf(subject, current), key, CommandSigner.Longest)
            : new KeySigner(opened!, key, time);
    }

    /// <inheritdoc/>
    public async Task<string?> PublicKeysAsync(string subject, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        return record.Keys.Count > 0 ? PublicKey.ArmouredAll(record.Keys.Select(entry => PublicOf(subject, entry))) : null;
    }

    /// <inheritdoc/>
    public async Task<SignatureMatch> CompareAsync(
        string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        return await SignatureComparison.CompareAsync(
            [.. record.Keys.Select(entry => PublicOf(subject, entry))], signature, content, cancellation).ConfigureAwait(false);
    }

    /// <summary>The keys of a subject, the one that signs first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayException">400: their record is damaged. 503: they cannot be read.</exception>
    public async Task<IReadOnlyList<SubjectKey>> ListAsync(string subject, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        return [.. record.Keys.Select(entry => Describe(subject, entry, passphrase: null).Key)];
    }

    /// <summary>The subjects that have keys, in the order of their names.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayException">503: they cannot be read.</exception>
    public async Task<IReadOnlyList<string>> SubjectsAsync(CancellationToken cancellation) =>
    [
        .. (await files.ListAsync(cancellation).ConfigureAwait(false)).Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length]).Where(IsSubject).Order(StringComparer.Ordinal),
    ];

    /// <summary>Gives a subject a key to sign with from now on.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="pair">The key, open.</param>
    /// <param name="passphrase">What it is to be kept by; <see langword="null"/> for the key of the installation.</param>
    /// <param name="replace">Whether it may take the place of one that can sign.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">The key has expired or is revoked, or there is one that can sign.</exception>
    /// <exception cref="BintrayException">503: it cannot be kept.</exception>
    public Task<SubjectKey> AddAsync(
        string subject, KeyPair pair, Secret? passphrase, bool replace, CancellationToken cancellation)
    {
        var about = About(subject, pair.Public);
        return AddAsync(
            subject,
            pair.Public,
            () => new KeyEntry
            {
                Public = pair.Public.Armoured(),
                Private = passphrase is null
                    ? Sealing.Seal(pair.ToBytes(), installation.FindOrMake(), about) : Sealing.Seal(pair.ToBytes(), passphrase, about),
            },
            replace,
            cancellation);
    }

    /// <summary>Lets a program sign for a subject from now on.</summary>
    /// <inheritdoc cref="AddAsync(string, KeyPair, Secret, bool, CancellationToken)"/>
    /// <param name="subject">The subject.</param>
    /// <param name="key">The public key that its signatures are checked by.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="replace">Whether it may take the place of a key that can sign.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    public Task<SubjectKey> AddAsync(
        string subject, PublicKey key, IReadOnlyList<string> command, bool replace, CancellationToken cancellation) =>
        AddAsync(subject, key, () => new KeyEntry { Public = key.Armoured(), Signer = command }, replace, cancellation);

    /// <summary>The key that a subject signs with, open.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="passphrase">Its passphrase, if it has one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="KeyRefusedException">There is none, or it does not open.</exception>
    public async Task<KeyPair> OpenPairAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        return record.Keys is [var current, ..] ? OpenPair(subject, current, passphrase)
            : throw new KeyRefusedException(KeyWords.None(subject));
    }

    /// <summary>Takes a key back for ever. Who has its public part should get the new one.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="fingerprint">Which, or the end of it; <see langword="null"/> for the one that signs.</param>
    /// <param name="passphrase">Its passphrase, if it has one.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">There is none such, or it does not open, or it is revoked already.</exception>
    public async Task<SubjectKey> RevokeAsync(
        string subject, string? fingerprint, Secret? passphrase, CancellationToken cancellation)
    {
        using var locked = await LockAsync(subject, cancellation).ConfigureAwait(false);
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        var entry = Find(subject, record, fingerprint);
        if (PublicOf(subject, entry).IsRevoked)
        {
            throw new KeyRefusedException("the key is revoked already");
        }

        var revoked = entry with { Public = OpenPair(subject, entry, passphrase).Revoked(time.GetUtcNow()).Armoured() };
        return await ReplaceAsync(subject, record, entry, revoked, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a key back for ever that was revoked elsewhere: where a program signs, its private part is not here.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="revoked">The public key with its revocation.</param>
    /// <param name="cancellation">Ends it before something is written.</param>
    /// <exception cref="KeyRefusedException">The subject has no such key, or it is revoked already, or this one is not revoked.</exception>
    public async Task<SubjectKey> RevokeAsync(string subject, PublicKey revoked, CancellationToken cancellation)
    {
        if (!revoked.IsRevoked)
        {
            throw new KeyRefusedException($"the key {revoked} that the file holds is not revoked");
        }

        using var locked = await LockAsync(subject, cancellation).ConfigureAwait(false);
        var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
        var entry = Find(subject, record, revoked.Fingerprint);
        return await ReplaceAsync(subject, record, entry, entry with { Public = revoked.Armoured() }, cancellation).ConfigureAwait(false);
    }

    /// <summary>The key that is to be taken back.</summary>
    private static KeyEntry Find(string subject, KeyRecord record, string? fingerprint)
    {
        var wanted = record.Keys.Where(entry => fingerprint is null
            || PublicOf(subject, entry).Fingerprint.EndsWith(fingerprint.Replace(" ", ""), StringComparison.OrdinalIgnoreCase)).ToList();
        if (record.Keys.Count == 0 || wanted.Count == 0 || (fingerprint is not null && wanted.Count > 1))
        {
            throw new KeyRefusedException(
                fingerprint is null ? KeyWords.None(subject) : $"'{subject}' has no key, or more than one, whose fingerprint ends so");
        }

        var entry = wanted[0];
        return entry;
    }

    private async Task<SubjectKey> ReplaceAsync(
        string subject, KeyRecord record, KeyEntry entry, KeyEntry revoked, CancellationToken cancellation)
    {
        var keys = record.Keys.Select(one => one == entry ? revoked : one);
        await WriteAsync(subject, new KeyRecord { Keys = [.. keys] }, cancellation).ConfigureAwait(false);
        return Describe(subject, revoked, passphrase: null).Key;
    }

    private async Task<SubjectKey> AddAsync(
        string subject, PublicKey key, Func<KeyEntry> make, bool replace, CancellationToken cancellation)
    {
        KeyWords.RequireFit(key, time.GetUtcNow());
        using var locked = await LockAsync(subject, cancellation).ConfigureAwait(false);
        var record = replace ? await ReadOrBeginAnewAsync(subject, cancellation).ConfigureAwait(false)
            : await ReadAsync(subject, cancellation).ConfigureAwait(false);
        if (!replace && record.Keys is [var current, ..] && StateOf(PublicOf(subject, current)) is null)
        {
            throw new KeyRefusedException(
                $"'{subject}' signs with the key {PublicOf(subject, current)} already: --replace lets another one take its place");
        }

        var entry = make();
        await WriteAsync(
            subject,
            new KeyRecord
            {
                Keys = [entry, .. record.Keys.Where(one => PublicOf(subject, one).Fingerprint != key.Fingerprint)],
            },
            cancellation).ConfigureAwait(false);
        return Describe(subject, entry, passphrase: null).Key;
    }

    private (SubjectKey Key, KeyPair? Opened) Describe(string subject, KeyEntry entry, Secret? passphrase)
    {
        var key = PublicOf(subject, entry);
        KeyPair? opened = null;
        var state = StateOf(key) ?? (entry.Signer is not null ? KeyState.Usable : StateOf(subject, entry, key, passphrase, out opened));
        return (new SubjectKey
        {
            Fingerprint = key.Fingerprint,
            Algorithm = key.Algorithm,
            UserId = key.UserId,
            Created = key.Created,
            Expires = key.Expires,
            State = state,
        }, opened);
    }

    /// <summary>Why a key cannot sign, whoever opens it.</summary>
    private KeyState? StateOf(PublicKey key) =>
        key.IsRevoked ? KeyState.Revoked : key.Expires <= time.GetUtcNow() ? KeyState.Expired : null;

    private KeyState StateOf(string subject, KeyEntry entry, PublicKey key, Secret? passphrase, out KeyPair? opened)
    {
        opened = null;
        var isByPassphrase = entry.Private!.Iterations > 0;
        if (isByPassphrase && passphrase is null)
        {
            return KeyState.PassphraseMissing;
        }

        var about = About(subject, key);
        var bytes = isByPassphrase ? Sealing.Open(entry.Private, passphrase!, about)
            : installation.Find() is { } installed ? Sealing.Open(entry.Private, installed, about)
            : null;
        if (bytes is null)
        {
            return isByPassphrase ? KeyState.PassphraseWrong : KeyState.Locked;
        }

        opened = KeyPair.FromBytes(bytes);
        return KeyState.Usable;
    }

    private KeyPair OpenPair(string subject, KeyEntry entry, Secret? passphrase)
    {
        var key = PublicOf(subject, entry);
        if (entry.Signer is not null)
        {
            throw new KeyRefusedException($"the private part of the key {key} is not here: a program signs with it. "
                + "Revoke the key there, and then here with its public part: --public");
        }

        var state = StateOf(subject, entry, key, passphrase, out var opened);
        return opened ?? throw new KeyRefusedException(
            KeyWords.Of(subject, Describe(subject, entry, passphrase).Key with { State = state }, installation.File));
    }

    private static PublicKey PublicOf(string subject, KeyEntry entry)
    {
        try
        {
            return PublicKey.Read(Encoding.ASCII.GetBytes(entry.Public));
        }
        catch (KeyRefusedException damage)
        {
            throw Damaged(subject, damage);
        }
    }

    /// <summary>A private key that is copied to another subject's file does not open there.</summary>
    private static string About(string subject, PublicKey key) => $"{subject}/{key.Fingerprint}";

    /// <summary>What is damaged is kept aside, as nobody can tell what of it is still of use.</summary>
    private async Task<KeyRecord> ReadOrBeginAnewAsync(string subject, CancellationToken cancellation)
    {
        try
        {
            var record = await ReadAsync(subject, cancellation).ConfigureAwait(false);
            _ = record.Keys.Select(entry => PublicOf(subject, entry)).ToList();
            return record;
        }
        catch (BintrayException damage) when (damage.Status == BintrayException.BadRequest)
        {
            var damaged = await files.ReadAsync(FileOf(subject), cancellation).ConfigureAwait(false) ?? [];
            var moment = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
            await files.WriteAsync($"{subject}.{moment}{DamagedExtension}", damaged, cancellation).ConfigureAwait(false);
            return new KeyRecord();
        }
    }

    private async Task<KeyRecord> ReadAsync(string subject, CancellationToken cancellation)
    {
        if (!IsSubject(subject) || await files.ReadAsync(subject + Extension, cancellation).ConfigureAwait(false) is not { } content)
        {
            return new KeyRecord();
        }

        try
        {
            return JsonSerializer.Deserialize(content, KeyJson.Default.KeyRecord) is { } record
                && record.Keys?.All(entry => entry is { Public: not null } && IsWhole(entry)) == true
                    ? record
                    : throw Damaged(subject, null);
        }
        catch (JsonException damage)
        {
            throw Damaged(subject, damage);
        }
    }

    private static bool IsWhole(KeyEntry entry) => entry.Private is null
        ? entry.Signer is { Count: > 0 }
        : entry is { Signer: null, Private: { Salt: not null, Nonce: not null, Tag: not null, Content: not null } };

    /// <summary>Of two commands at one moment the second sees the key of the first.</summary>
    private Task<IDisposable> LockAsync(string subject, CancellationToken cancellation) => files.LockAsync(FileOf(subject), cancellation);

    private Task WriteAsync(string subject, KeyRecord record, CancellationToken cancellation) =>
        files.WriteAsync(
            FileOf(subject),
            JsonSerializer.SerializeToUtf8Bytes(record, KeyJson.Default.KeyRecord),
            cancellation);

    private static string FileOf(string subject) =>
        IsSubject(subject) ? subject + Extension : throw new KeyRefusedException($"'{LogText.Shorten(subject)}' is no subject");

    private static bool IsSubject(string subject) => RepositoryAddress.FaultInSubject(subject) is null && !subject.StartsWith('.');

    /// <summary>It does not get better by being asked again.</summary>
    private static BintrayException Damaged(string subject, Exception? damage) =>
        new(BintrayException.BadRequest, KeyWords.Damaged(subject), damage);
}
