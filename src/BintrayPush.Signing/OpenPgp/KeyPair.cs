using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>A key with its private part, open: it is kept sealed, and nothing prints it.</summary>
public sealed class KeyPair
{
    private static readonly char[] NoPassphrase = [];

    private readonly PgpSecretKeyRing _ring;

    private KeyPair(PgpSecretKeyRing ring)
    {
        _ring = ring;
        Public = PublicKey.Of(ring);
    }

    /// <summary>The public part.</summary>
    public PublicKey Public { get; }

    /// <summary>Makes a key.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="userId">Whose it is: <c>name &lt;address&gt;</c>.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="validity">How long it may sign; <see langword="null"/> for ever.</param>
    public static KeyPair Generate(KeyType type, string userId, DateTimeOffset now, TimeSpan? validity)
    {
        var (tag, pair) = Numbers(type);
        // OpenPGP counts seconds.
        var made = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()).UtcDateTime;
        var primary = new PgpKeyPair(tag, pair, made);
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetSignatureCreationTime(isCritical: false, made);
        packets.SetIssuerFingerprint(isCritical: false, primary.PublicKey);
        packets.SetKeyFlags(isCritical: true, KeyFlags.CertifyOther | KeyFlags.SignData);
        packets.SetPrimaryUserId(isCritical: false, isPrimaryUserId: true);
        packets.SetPreferredHashAlgorithms(isCritical: false, [(int)HashAlgorithmTag.Sha512, (int)HashAlgorithmTag.Sha256]);
        if (validity is { } time)
        {
            packets.SetKeyExpirationTime(isCritical: true, Math.Max(1, (long)time.TotalSeconds));
        }

        var generator = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification,
            primary,
            userId,
            SymmetricKeyAlgorithmTag.Null,
            HashAlgorithmTag.Sha512,
            utf8PassPhrase: true,
            NoPassphrase,
            // Unprotected keys have a sum of two bytes, and no other (RFC 9580, 5.5.3).
            useSha1: false,
            packets.Generate(),
            null,
            new SecureRandom());
        return new KeyPair(generator.GenerateSecretKeyRing());
    }

    /// <summary>Reads a key that another program wrote.</summary>
    /// <param name="content">Armoured or not.</param>
    /// <param name="passphrase">What its private part is protected by, if by anything.</param>
    /// <exception cref="KeyRefusedException">It is none, too weak, or the passphrase is missing or another one.</exception>
    public static KeyPair Read(ReadOnlyMemory<byte> content, Secret? passphrase) => Read(content, passphrase, signingPartOnly: false);

    /// <summary>
    /// Reads a key to sign with it and no more. Only the part that signs is opened, and not by a hash that takes a machine's memory:
    /// it may have come from far away.
    /// </summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, Secret)"/>
    internal static KeyPair ReadToSign(ReadOnlyMemory<byte> content, Secret? passphrase) =>
        Read(content, passphrase, signingPartOnly: true);

    private static KeyPair Read(ReadOnlyMemory<byte> content, Secret? passphrase, bool signingPartOnly)
    {
        var found = PacketReading.Objects(content, PacketReading.LargestKey, "the key");
        if (found is not [PgpSecretKeyRing ring])
        {
            throw new KeyRefusedException(
                found.OfType<PgpSecretKeyRing>().Count() > 1 ? "it holds more than one private key: export the one that is to sign"
                    : found.OfType<PgpPublicKeyRing>().Any() ? "it holds no private key, but a public one"
                    : "it holds no private key");
        }

        // What is weak is said before a passphrase is asked for.
        var open = PublicKey.Of(ring);
        foreach (var secret in ring.GetSecretKeys().ToList())
        {
            // A primary key may have been left at home; the part that signs must be here.
            if (!secret.IsPrivateKeyEmpty && (!signingPartOnly || secret.KeyId == open.Signing.KeyId))
            {
                if (signingPartOnly)
                {
                    RequireModestHash(secret);
                }

                ring = PgpSecretKeyRing.InsertSecretKey(ring, Unprotected(secret, passphrase));
            }
        }

        var id = Convert.ToHexString(open.Signing.GetFingerprint());
        var pair = ring.GetSecretKey(open.Signing.KeyId) is { IsPrivateKeyEmpty: false }
            ? PacketReading.Trying("the private key", () => new KeyPair(ring))
            : throw new KeyRefusedException($"the private part of {id} is not in it");
        // Nothing else says so before the first signature: an unprotected private part has no sum that the library looks at.
        return PacketReading.Trying("the private key", pair.Signs)
            ? pair : throw new KeyRefusedException($"the private part of {id} is damaged: it does not fit to its public one");
    }

    private bool Signs()
    {
        var generator = new PgpSignatureGenerator(Public.Signing.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.BinaryDocument, Opened());
        generator.Update(1);
        var signature = generator.Generate();
        signature.InitVerify(Public.Signing);
        signature.Update(1);
        return SignatureComparison.Verifies(signature);
    }

    /// <summary>As bytes that only <see cref="FromBytes"/> gets to see: they are not protected.</summary>
    internal byte[] ToBytes() => _ring.GetEncoded();

    internal static KeyPair FromBytes(byte[] bytes) => new(new PgpSecretKeyRing(bytes));

    /// <summary>As a text for another program.</summary>
    /// <param name="passphrase">What protects it there; <see langword="null"/> for nothing.</param>
    public string Armoured(Secret? passphrase) => Armour.Of(output =>
    {
        if (passphrase is null)
        {
            _ring.Encode(output);
        }
        else
        {
            Protection.Write(_ring, passphrase, output);
        }
    });

    /// <summary>The private part that signs.</summary>
    internal PgpPrivateKey Opened() => _ring.GetSecretKey(Public.Signing.KeyId).ExtractPrivateKeyUtf8(NoPassphrase);

    /// <summary>The public part, taken back for ever.</summary>
    /// <param name="now">When.</param>
    /// <exception cref="KeyRefusedException">The primary key is not here.</exception>
    public PublicKey Revoked(DateTimeOffset now)
    {
        if (_ring.GetSecretKey() is not { IsPrivateKeyEmpty: false } primary)
        {
            throw new KeyRefusedException("the primary key is not here: only whoever has it can take the key back");
        }

        var generator = new PgpSignatureGenerator(primary.PublicKey.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.KeyRevocation, primary.ExtractPrivateKeyUtf8(NoPassphrase));
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetSignatureCreationTime(isCritical: false, now.UtcDateTime);
        packets.SetIssuerFingerprint(isCritical: false, primary.PublicKey);
        packets.SetRevocationReason(isCritical: false, RevocationReasonTag.NoReason, "");
        generator.SetHashedSubpackets(packets.Generate());
        return Public.With(generator.GenerateCertification(primary.PublicKey));
    }

    private static (PublicKeyAlgorithmTag Tag, AsymmetricCipherKeyPair Pair) Numbers(KeyType type)
    {
        if (type == KeyType.Ed25519)
        {
            var generator = new Ed25519KeyPairGenerator();
            generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            // As GnuPG has it; the newer number of RFC 9580 is not known to it.
            return (PublicKeyAlgorithmTag.EdDsa_Legacy, generator.GenerateKeyPair());
        }

        // .NET finds the primes faster.
        using var rsa = RSA.Create(type == KeyType.Rsa4096 ? 4096 : 3072);
        return (PublicKeyAlgorithmTag.RsaGeneral, DotNetUtilities.GetRsaKeyPair(rsa.ExportParameters(includePrivateParameters: true)));
    }

    private static void RequireModestHash(PgpSecretKey secret)
    {
        // RFC 9580, 3.7.1.4: what is recommended where memory is short, 64 MiB and three passes.
        const int MaxMemoryExponent = 16;
        const int MaxPasses = 4;
        if (secret.S2k is { Type: S2k.Argon2, Argon2Config: var hash }
            && (hash.MemorySizeExponent > MaxMemoryExponent || hash.Passes > MaxPasses))
        {
            throw new KeyRefusedException("the private key is protected by a hash that takes more than 64 MiB of memory or four passes");
        }
    }

    private static PgpSecretKey Unprotected(PgpSecretKey secret, Secret? passphrase)
    {
        if (secret.KeyEncryptionAlgorithm != SymmetricKeyAlgorithmTag.Null && passphrase is null)
        {
            throw new KeyRefusedException("the private key is protected by a passphrase, and none is given");
        }

        try
        {
            return PgpSecretKey.CopyWithNewPasswordUtf8(
                secret,
                passphrase?.Reveal().ToCharArray() ?? NoPassphrase,
                NoPassphrase,
                SymmetricKeyAlgorithmTag.Null,
                new SecureRandom());
        }
        catch (Exception)
        {
            // Memory, too, is short only where the file asks for too much of it (Argon2).
            throw new KeyRefusedException("the private key does not open with the passphrase that is given");
        }
    }
}
