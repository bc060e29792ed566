using System.Text;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;
using Org.BouncyCastle.Bcpg;

namespace BintrayPush.Signing.Tests;

/// <summary>Keys made by GnuPG that others would not believe.</summary>
[TestClass]
public sealed class RefusedKeyTests : IDisposable
{
    private readonly GnuPG _gpg = new();
    private readonly MemoryKeyFiles _files = new();

    [TestMethod]
    [DataRow("rsa2048", "RSA-2048")]
    [DataRow("dsa2048", "Dsa")]
    public async Task A_weak_key_is_refused_by_the_name_of_its_kind(string algorithm, string named)
    {
        Make([], algorithm);

        StringAssert.Contains(await RefusalAsync(), named);
    }

    [TestMethod]
    public async Task A_key_that_is_bound_with_SHA_1_is_refused_by_that_name()
    {
        Make(["--cert-digest-algo", "SHA1", "--faked-system-time", "20200102T000000"], "ed25519");

        var refusal = await RefusalAsync();

        StringAssert.Contains(refusal, "SHA1");
        StringAssert.Contains(refusal, "2020-01-02");
        StringAssert.Contains(refusal, "Acme <acme@example.org>");
    }

    [TestMethod]
    public async Task A_subkey_that_is_bound_with_SHA_1_is_refused_by_that_name()
    {
        var fingerprint = Make([], "ed25519");
        // GnuPG makes no such subkey any more that signs.
        Succeed("--cert-digest-algo", "SHA1", "--quick-add-key", fingerprint, "cv25519", "encr", "never");

        var refusal = await RefusalAsync();

        StringAssert.Contains(refusal, "SHA1");
        StringAssert.Contains(refusal, "subkey");
    }

    [TestMethod]
    public async Task A_key_that_has_expired_is_refused_with_its_day()
    {
        Make(["--faked-system-time", "20200102T000000"], "ed25519", "3d");

        StringAssert.Contains(await RefusalAsync(), "has expired on 2020-01-05");
    }

    [TestMethod]
    public async Task A_key_from_a_clock_that_was_wrong_is_refused()
    {
        Make(["--faked-system-time", "20990102T000000"], "ed25519", "never");

        StringAssert.Contains(await RefusalAsync(), "was made on 2099-01-02");
    }

    [TestMethod]
    public async Task A_key_that_expires_later_does_not_sign_from_then_on()
    {
        var time = new MovedTime();
        var keys = Keys(time);
        await keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", time.GetUtcNow(), TimeSpan.FromDays(2)), null, replace: false, default);
        (await keys.OpenAsync("acme", null, default)).Dispose();
        time.By = TimeSpan.FromDays(3);

        Assert.AreEqual(KeyState.Expired, (await keys.FindAsync("acme", null, default))!.State);
        StringAssert.Contains(
            (await Assert.ThrowsExactlyAsync<BintrayException>(() => keys.OpenAsync("acme", null, default))).Message, "has expired on");
    }

    [TestMethod]
    public async Task A_key_that_is_revoked_is_refused_by_that_name()
    {
        var fingerprint = Make([], "ed25519");
        var revocation = File.ReadAllText(Path.Combine(_gpg.Home, "openpgp-revocs.d", $"{fingerprint}.rev"));
        _gpg.Succeed("--import", _gpg.Write("revocation", revocation.Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal)));

        StringAssert.Contains(await RefusalAsync(), "is revoked");
    }

    [TestMethod]
    public async Task A_key_whose_only_part_that_signs_is_revoked_signs_nothing_and_what_it_signed_counts_no_more()
    {
        var fingerprint = Make([], "ed25519", usage: "cert");
        Succeed("--quick-add-key", fingerprint, "ed25519", "sign", "never");
        var content = "some bytes"u8.ToArray();
        using var signer = new KeySigner(KeyPair.Read(Exported(), null), null!, TimeProvider.System);
        var signature = await signer.SignAsync(new MemoryStream(content), default);
        var edit = _gpg.Write("edit", "key 1\nrevkey\ny\n0\n\ny\nsave\n");
        var (exitCode, _, error) = _gpg.Run("--no-batch", "--passphrase", "", "--command-file", edit, "--edit-key", fingerprint);
        Assert.AreEqual(0, exitCode, error);

        StringAssert.Contains(await RefusalAsync(), "is revoked");
        var key = PublicKey.Read(Encoding.ASCII.GetBytes(_gpg.Succeed("--armor", "--export")));
        Assert.AreEqual(
            SignatureMatch.RevokedKey, await SignatureComparison.CompareAsync([key], signature, new MemoryStream(content), default));
    }

    [TestMethod]
    public async Task A_private_key_needs_its_own_passphrase_to_be_taken()
    {
        _gpg.Succeed("--passphrase", "right", "--quick-generate-key", "Acme <acme@example.org>", "ed25519", "sign", "never");
        var exported = Encoding.ASCII.GetBytes(_gpg.Succeed("--passphrase", "right", "--armor", "--export-secret-keys"));

        StringAssert.Contains(await RefusalAsync(exported, null), "none is given");
        StringAssert.Contains(await RefusalAsync(exported, new Secret("wrong")), "does not open");
    }

    [TestMethod]
    [DataRow(21, 1)]
    [DataRow(16, 200)]
    public void A_key_that_comes_with_a_call_does_not_choose_how_much_memory_and_time_it_takes(int memory, int passes)
    {
        var pair = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null);
        using var packets = new BcpgInputStream(new MemoryStream(pair.ToBytes()));
        using var content = new MemoryStream();
        var output = new BcpgOutputStream(content);
        while (packets.ReadPacket() is { } packet)
        {
            ((ContainedPacket)(packet is SecretKeyPacket secret
                ? new SecretKeyPacket(
                    secret.PublicKeyPacket,
                    SymmetricKeyAlgorithmTag.Aes256,
                    AeadAlgorithmTag.Ocb,
                    SecretKeyPacket.UsageAead,
                    new S2k(new S2k.Argon2Params(new byte[16], passes, 4, memory)),
                    new byte[15],
                    new byte[60])
                : packet)).Encode(output);
        }

        output.Flush();

        StringAssert.Contains(
            Assert.ThrowsExactly<KeyRefusedException>(() => BroughtKey.Read(
                Armour.Of(armoured => armoured.Write(content.ToArray())),
                new Secret("any"),
                Keys(TimeProvider.System),
                TimeProvider.System)).Message,
            "takes more than 64 MiB");
    }

    public void Dispose() => _gpg.Dispose();

    private string Make(string[] options, string algorithm, string expires = "never", string usage = "sign")
    {
        Succeed([.. options, "--quick-generate-key", "Acme <acme@example.org>", algorithm, usage, expires]);
        return _gpg.Fingerprint();
    }

    private void Succeed(params string[] arguments) => _gpg.Succeed(["--passphrase", "", .. arguments]);

    private byte[] Exported() =>
        Encoding.ASCII.GetBytes(_gpg.Succeed("--passphrase", "", "--armor", "--export-secret-keys"));

    private Task<string> RefusalAsync() => RefusalAsync(Exported(), null);

    /// <summary>Why a key is refused, to be kept as to sign one call; nothing of it is kept then.</summary>
    private async Task<string> RefusalAsync(byte[] key, Secret? passphrase)
    {
        var administration = new KeyAdministration(
            Keys(TimeProvider.System),
            TimeProvider.System,
            name => name == KeyAdministration.FilePassphraseVariable ? passphrase?.Reveal() : null);
        var refusal = await Assert.ThrowsExactlyAsync<KeyRefusedException>(
            () => administration.ImportAsync("acme", key, replace: false, default));
        var once = Assert.ThrowsExactly<KeyRefusedException>(
            () => BroughtKey.Read(Encoding.ASCII.GetString(key), passphrase, Keys(TimeProvider.System), TimeProvider.System));
        Assert.AreEqual(refusal.Message, once.Message);
        Assert.IsEmpty(_files.Files);
        return refusal.Message;
    }

    private SubjectKeys Keys(TimeProvider time) =>
        new(_files, new InstallationKey(Path.Combine(_gpg.Home, "installation.key")), time);

    private sealed class MovedTime : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
