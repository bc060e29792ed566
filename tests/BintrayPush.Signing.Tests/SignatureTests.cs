using System.Text;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Signing.Tests;

/// <summary>What GnuPG and Sequoia say to signatures made here.</summary>
[TestClass]
public sealed class SignatureTests : IDisposable
{
    private static readonly Secret Passphrase = new("correct horse battery");

    private readonly GnuPG _gpg = new();
    private readonly MemoryKeyFiles _files = new();

    private SubjectKeys Keys => field ??= new SubjectKeys(
        _files, new InstallationKey(Path.Combine(Path.GetDirectoryName(_gpg.Write("home", ""))!, "installation.key")), TimeProvider.System);

    [TestMethod]
    [DataRow(KeyType.Ed25519)]
    [DataRow(KeyType.Rsa3072)]
    [DataRow(KeyType.Rsa4096)]
    public async Task Others_accept_a_detached_signature_and_a_clear_signed_text(KeyType type)
    {
        await Keys.AddAsync(
            "acme",
            KeyPair.Generate(type, "Acme <acme@example.org>", DateTimeOffset.UtcNow, TimeSpan.FromDays(30)),
            null,
            replace: false,
            default);
        var content = "some bytes"u8.ToArray();

        using var signer = await Keys.OpenAsync("acme", null, default);
        var signature = await signer.SignAsync(new MemoryStream(content), default);
        Verify(signature, content, (await Keys.PublicKeysAsync("acme", default))!);
        VerifyText(await signer.ClearSignAsync("Origin: Acme\n- a dash\n-----BEGIN\n\nLast: line\n", default));
    }

    [TestMethod]
    [DataRow("rsa3072", "default")]
    [DataRow("ed25519", "default")]
    [DataRow("ed25519", "cert")]
    public async Task A_key_that_gpg_made_signs_by_the_part_that_may(string algorithm, string usage)
    {
        _gpg.Succeed("--passphrase", Passphrase.Reveal(), "--quick-generate-key", "Acme <acme@example.org>", algorithm, usage, "1y");
        if (usage == "cert")
        {
            _gpg.Succeed("--passphrase", Passphrase.Reveal(), "--quick-add-key", _gpg.Fingerprint(), "ed25519", "sign", "1y");
        }

        var exported = Encoding.ASCII.GetBytes(_gpg.Succeed("--passphrase", Passphrase.Reveal(), "--armor", "--export-secret-keys"));
        await Keys.AddAsync("acme", KeyPair.Read(exported, Passphrase), Passphrase, replace: false, default);

        using var signer = await Keys.OpenAsync("acme", Passphrase, default);
        var content = "some bytes"u8.ToArray();
        var signature = await signer.SignAsync(new MemoryStream(content), default);
        Verify(signature, content, (await Keys.PublicKeysAsync("acme", default))!);
        Assert.AreEqual(SignatureMatch.Good, await Keys.CompareAsync("acme", signature, new MemoryStream(content), default));
        Assert.AreEqual(SignatureMatch.OtherContent, await Keys.CompareAsync("acme", signature, new MemoryStream([1]), default));
        Assert.AreEqual(
            SignatureMatch.NoSignature, await Keys.CompareAsync("acme", new byte[] { 1, 2 }, new MemoryStream(content), default));
        Assert.AreEqual(SignatureMatch.UnknownKey, await Keys.CompareAsync("other", signature, new MemoryStream(content), default));
    }

    [TestMethod]
    public async Task Of_two_signatures_in_one_text_ours_counts_wherever_it_stands()
    {
        var content = "some bytes"u8.ToArray();
        var signatures = new Dictionary<string, byte[]>();
        foreach (var subject in new[] { "acme", "other" })
        {
            await Keys.AddAsync(
                subject, KeyPair.Generate(KeyType.Ed25519, $"{subject} <k@example.org>", DateTimeOffset.UtcNow, null), null, replace: false, default);
            using var signer = await Keys.OpenAsync(subject, null, default);
            _gpg.Write(subject, await signer.SignAsync(new MemoryStream(content), default));
            _gpg.Succeed("--output", $"{subject}.bin", "--dearmor", subject);
            signatures[subject] = File.ReadAllBytes(Path.Combine(_gpg.Home, $"{subject}.bin"));
        }

        foreach (var both in new[] { signatures["acme"].Concat(signatures["other"]), signatures["other"].Concat(signatures["acme"]) })
        {
            var bytes = both.ToArray();
            Assert.AreEqual(SignatureMatch.Good, await Keys.CompareAsync("acme", bytes, new MemoryStream(content), default));
            Assert.AreEqual(SignatureMatch.OtherContent, await Keys.CompareAsync("acme", bytes, new MemoryStream([1]), default));
            Assert.AreEqual(SignatureMatch.UnknownKey, await Keys.CompareAsync("third", bytes, new MemoryStream(content), default));
        }
    }

    [TestMethod]
    [DataRow("marker before it", "ca03504750", "")]
    [DataRow("user id behind it", "", "b403616263")]
    [DataRow("zeros behind it", "", "0000000000000000")]
    public async Task One_of_ours_that_only_some_programs_can_read_is_never_taken_for_somebodys_text(string form, string before, string behind)
    {
        await Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme <k@example.org>", DateTimeOffset.UtcNow, null), null, replace: false, default);
        using var signer = await Keys.OpenAsync("acme", null, default);
        _gpg.Write("s.asc", await signer.SignAsync(new MemoryStream([1]), default));
        _gpg.Succeed("--output", "s.bin", "--dearmor", "s.asc");
        byte[] odd = [.. Convert.FromHexString(before), .. File.ReadAllBytes(Path.Combine(_gpg.Home, "s.bin")), .. Convert.FromHexString(behind)];

        foreach (var content in new byte[][] { [1], [2] })
        {
            Assert.AreEqual(SignatureMatch.OtherContent, await Keys.CompareAsync("acme", odd, new MemoryStream(content), default), form);
        }

        Assert.AreEqual(SignatureMatch.NoSignature, await Keys.CompareAsync("other", odd, new MemoryStream([1]), default), form);
    }

    [TestMethod]
    public async Task A_key_of_somebody_with_an_umlaut_signs()
    {
        _gpg.Succeed(
            "--utf8-strings", "--passphrase", Passphrase.Reveal(), "--quick-generate-key", "J\u00f6rg \u00dcn\u00ef <j@example.org>", "ed25519", "sign", "1y");
        var exported = Encoding.ASCII.GetBytes(_gpg.Succeed("--passphrase", Passphrase.Reveal(), "--armor", "--export-secret-keys"));
        var added = await Keys.AddAsync("acme", KeyPair.Read(exported, Passphrase), Passphrase, replace: false, default);
        Assert.AreEqual("J\u00f6rg \u00dcn\u00ef <j@example.org>", added.UserId);

        var own = KeyPair.Generate(KeyType.Ed25519, "\u65e5\u672c <n@example.org>", DateTimeOffset.UtcNow, null);
        await Keys.AddAsync("other", own, passphrase: null, replace: false, default);
        using var signer = await Keys.OpenAsync("other", null, default);
        var content = "some bytes"u8.ToArray();
        Verify(await signer.SignAsync(new MemoryStream(content), default), content, (await Keys.PublicKeysAsync("other", default))!);
    }

    [TestMethod]
    public async Task A_key_opens_only_with_its_passphrase_and_a_revoked_one_not_at_all()
    {
        await Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), Passphrase, replace: false, default);

        Assert.AreEqual(KeyState.PassphraseMissing, (await Keys.FindAsync("acme", null, default))!.State);
        Assert.AreEqual(KeyState.PassphraseWrong, (await Keys.FindAsync("acme", new Secret("wrong"), default))!.State);
        Assert.AreEqual(KeyState.Usable, (await Keys.FindAsync("acme", Passphrase, default))!.State);
        Assert.DoesNotContain("PRIVATE", Encoding.UTF8.GetString(_files.Files["acme.json"]));

        using var signer = await Keys.OpenAsync("acme", Passphrase, default);
        var signature = await signer.SignAsync(new MemoryStream([1]), default);
        await Keys.RevokeAsync("acme", null, Passphrase, default);

        Assert.AreEqual(KeyState.Revoked, (await Keys.FindAsync("acme", Passphrase, default))!.State);
        StringAssert.Contains(
            (await Assert.ThrowsExactlyAsync<BintrayException>(() => Keys.OpenAsync("acme", Passphrase, default))).Message, "revoked");
        Assert.AreEqual(SignatureMatch.RevokedKey, await Keys.CompareAsync("acme", signature, new MemoryStream([1]), default));
        _gpg.Succeed("--import", _gpg.Write("key.asc", (await Keys.PublicKeysAsync("acme", default))!));
        StringAssert.Contains(_gpg.Succeed("--with-colons", "--list-keys"), "pub:r:");
    }

    [TestMethod]
    public async Task Former_keys_are_shown_beside_the_new_one_in_one_text()
    {
        var former = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null);
        var next = KeyPair.Generate(KeyType.Rsa3072, "Acme", DateTimeOffset.UtcNow, null);
        await Keys.AddAsync("acme", former, null, replace: false, default);
        await Keys.AddAsync("acme", next, null, replace: true, default);

        var text = (await Keys.PublicKeysAsync("acme", default))!;

        Assert.HasCount(2, text.Split("-----BEGIN PGP"), "apt reads one block.");
        CollectionAssert.AreEqual(
            new[] { next.Public.Fingerprint, former.Public.Fingerprint }, PublicKey.ReadAll(text).Select(key => key.Fingerprint).ToArray());
        _gpg.Succeed("--import", _gpg.Write("keys.asc", text));
        StringAssert.Contains(_gpg.Succeed("--with-colons", "--list-keys"), former.Public.Fingerprint);
        StringAssert.Contains(_gpg.Succeed("--with-colons", "--list-keys"), next.Public.Fingerprint);
    }

    [TestMethod]
    public async Task Without_the_key_of_the_installation_a_key_is_locked()
    {
        await Keys.AddAsync("acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: false, default);
        var file = _gpg.Write("other.key", Convert.ToBase64String(new byte[32]));
        var other = new SubjectKeys(_files, new InstallationKey(file), TimeProvider.System);

        Assert.AreEqual(KeyState.Usable, (await Keys.FindAsync("acme", null, default))!.State);
        Assert.AreEqual(KeyState.Locked, (await other.FindAsync("acme", null, default))!.State);
        // Who asks for a signature learns no path; who administers the keys does.
        var refusal = (await Assert.ThrowsExactlyAsync<BintrayException>(() => other.OpenAsync("acme", null, default))).Message;
        StringAssert.Contains(refusal, "the key of the installation is not there");
        Assert.DoesNotContain("other.key", refusal);
        StringAssert.Contains(
            (await Assert.ThrowsExactlyAsync<KeyRefusedException>(() => other.OpenPairAsync("acme", null, default))).Message, "other.key");
    }

    [TestMethod]
    [DataRow(KeyType.Ed25519, true)]
    [DataRow(KeyType.Ed25519, false)]
    [DataRow(KeyType.Rsa3072, true)]
    public void A_key_goes_back_to_gpg_and_is_protected_there(KeyType type, bool isProtected)
    {
        var passphrase = isProtected ? Passphrase : null;
        var pair = KeyPair.Generate(type, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null);

        _gpg.Succeed("--passphrase", passphrase?.Reveal() ?? "", "--import", _gpg.Write("secret.asc", pair.Armoured(passphrase)));

        if (isProtected)
        {
            // AES-256, SHA-256, and the highest number of rounds there is.
            StringAssert.Contains(_gpg.Succeed("--list-packets", "secret.asc"), "iter+salt S2K, algo: 9, SHA1 protection, hash: 8");
            StringAssert.Contains(_gpg.Succeed("--list-packets", "secret.asc"), "protect count: 65011712 (255)");
        }

        _gpg.Write("file", "text");
        _gpg.Succeed("--passphrase", passphrase?.Reveal() ?? "", "--detach-sign", "file");
    }

    [TestMethod]
    public async Task A_command_signs_by_gpg_and_what_it_answers_is_checked()
    {
        _gpg.Succeed("--passphrase", "", "--quick-generate-key", "Acme <acme@example.org>", "ed25519", "sign", "never");
        var home = Path.GetDirectoryName(_gpg.Write("x", ""))!;
        var key = PublicKey.Read(Encoding.ASCII.GetBytes(_gpg.Succeed("--armor", "--export")));
        await Keys.AddAsync("acme", key, ["gpg", "--homedir", home, "--batch", "{textmode}", "--detach-sign"], replace: false, default);
        var content = new byte[300_000];
        Random.Shared.NextBytes(content);

        using (var signer = await Keys.OpenAsync("acme", null, default))
        {
            Verify(await signer.SignAsync(new MemoryStream(content), default), content, key.Armoured());
            VerifyText(await signer.ClearSignAsync("Origin: Acme\n", default));
        }

        await Keys.AddAsync("acme", key, ["gpg", "--homedir", home, "--batch", "--detach-sign"], replace: true, default);
        using (var signer = await Keys.OpenAsync("acme", null, default))
        {
            StringAssert.Contains(
                (await Assert.ThrowsExactlyAsync<BintrayException>(() => signer.ClearSignAsync("Origin: Acme\n", default))).Message,
                "{textmode}");
        }

        await Keys.AddAsync("acme", key, ["cat"], replace: true, default);
        using (var signer = await Keys.OpenAsync("acme", null, default))
        {
            StringAssert.Contains(
                (await Assert.ThrowsExactlyAsync<BintrayException>(() => signer.SignAsync(new MemoryStream(content), default))).Message,
                "no signature");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(1 << 20)]
    public async Task A_command_that_hangs_is_ended(int size)
    {
        var key = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null).Public;
        using var signer = new CommandSigner(["sleep", "1000"], key, null!, TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsExactlyAsync<BintrayException>(() => signer.SignAsync(new MemoryStream(new byte[size]), default));
        StringAssert.Contains(fault.Message, "it did nothing for 1 seconds");

        using var patient = new CommandSigner(["sleep", "1000"], key, null!, TimeSpan.FromHours(1));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => patient.SignAsync(new MemoryStream(new byte[size]), cancellation.Token));
    }

    [TestMethod]
    public async Task A_file_of_any_size_is_signed_in_the_memory_of_a_few_buffers()
    {
        await Keys.AddAsync("acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: false, default);
        using var signer = await Keys.OpenAsync("acme", null, default);
        await signer.SignAsync(new ZeroStream(1 << 20), default);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await signer.SignAsync(new ZeroStream(64L << 20), default);

        Assert.IsLessThan(1 << 20, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    public void Dispose() => _gpg.Dispose();

    private void Verify(byte[] signature, byte[] content, string publicKey)
    {
        var key = _gpg.Write("key.asc", publicKey);
        var file = _gpg.Write("content", content);
        var detached = _gpg.Write("content.asc", signature);
        _gpg.Succeed("--import", key);
        _gpg.Succeed("--verify", detached, file);
        var (exitCode, _, error) = _gpg.RunProgram("sqv", "--keyring", key, detached, file);
        Assert.AreEqual(0, exitCode, error);
    }

    private void VerifyText(byte[] message)
    {
        var file = _gpg.Write("message", message);
        _gpg.Succeed("--verify", file);
        var key = Path.Combine(Path.GetDirectoryName(file)!, "keyring.gpg");
        _gpg.Succeed("--yes", "--output", key, "--export");
        var (exitCode, _, error) = _gpg.RunProgram("gpgv", "--keyring", key, file);
        Assert.AreEqual(0, exitCode, error);
    }

    private sealed class ZeroStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
