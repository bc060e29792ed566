using System.Globalization;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;
using Org.BouncyCastle.Crypto.Parameters;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>
/// What a key has to be: strong, and bound together by its own signatures with SHA-256 or better, all of which are checked. What apt and
/// Sequoia would refuse is refused here, by name, before somebody signs with it.
/// </summary>
internal sealed class KeyRules
{
    private const int LeastRsaBits = 3072;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PgpPublicKey _primary;
    private readonly Dictionary<long, DateTime?> _ends = [];
    private readonly HashSet<long> _takenBack;
    private readonly bool _isRevoked;

    private KeyRules(PgpPublicKeyRing ring)
    {
        _primary = ring.GetPublicKey();
        if (!_primary.IsMasterKey)
        {
            throw new KeyRefusedException("the key has no primary key");
        }

        RequireStrong(_primary);
        _isRevoked = HasOwn(_primary, PgpSignature.KeyRevocation, signature => signature.VerifyCertification(_primary));
        (UserId, var certification) = FindUserId();
        var life = Direct() is { } direct && direct.GetHashedSubPackets().HasKeyExpirationTime() ? direct : certification;
        _ends[_primary.KeyId] = EndOf(_primary, life);
        var signers = new List<PgpPublicKey>();
        if (!HasFlags(life) || MaySign(life))
        {
            signers.Add(_primary);
        }

        foreach (var subkey in ring.GetPublicKeys().Where(key => !key.IsMasterKey))
        {
            if (Bound(subkey) is { } binding && MaySign(binding))
            {
                RequireStrong(subkey);
                _ends[subkey.KeyId] = Earlier(EndOf(subkey, binding), _ends[_primary.KeyId]);
                signers.Add(subkey);
            }
        }

        // As GnuPG chooses: the newest part that may sign, and a subkey rather than the primary key.
        Signers = signers;
        _takenBack = [.. signers.Where(IsTakenBack).Select(key => key.KeyId)];
        Signing = signers.OrderBy(IsRevoked).ThenBy(key => key.IsMasterKey).ThenByDescending(key => key.CreationTime).FirstOrDefault()
            ?? throw new KeyRefusedException("the key may not sign files");
    }

    /// <summary>All parts that may sign, revoked and expired ones too.</summary>
    public IReadOnlyList<PgpPublicKey> Signers { get; }

    /// <summary>The part that signs.</summary>
    public PgpPublicKey Signing { get; }

    public string UserId { get; }

    public DateTimeOffset? Expires => _ends[Signing.KeyId] is { } end ? new DateTimeOffset(end, TimeSpan.Zero) : null;

    /// <exception cref="KeyRefusedException">The key is none to sign with; the message says why.</exception>
    public static KeyRules Of(PgpPublicKeyRing ring) => new(ring);

    public static string NameOf(PgpPublicKey key) => key.GetKey() switch
    {
        RsaKeyParameters rsa => $"RSA-{rsa.Modulus.BitLength}",
        Ed25519PublicKeyParameters => "Ed25519",
        ECPublicKeyParameters curve => $"ECDSA-{curve.Parameters.Curve.FieldSize}",
        _ => key.Algorithm.ToString(),
    };

    /// <summary>Whether a part was taken back, alone or with the whole key.</summary>
    public bool IsRevoked(PgpPublicKey part) => _isRevoked || _takenBack.Contains(part.KeyId);

    /// <summary>Whether a part existed at a time, and was not over.</summary>
    public bool CouldSign(PgpPublicKey part, DateTime time) =>
        time >= part.CreationTime && (_ends[part.KeyId] is not { } end || time < end);

    /// <summary>Whether a subkey was revoked by its primary key.</summary>
    private bool IsTakenBack(PgpPublicKey key) =>
        !key.IsMasterKey && HasOwn(key, PgpSignature.SubkeyRevocation, signature => signature.VerifyCertification(_primary, key));

    private static void RequireStrong(PgpPublicKey key)
    {
        var isStrong = key.GetKey() switch
        {
            RsaKeyParameters rsa => rsa.Modulus.BitLength >= LeastRsaBits,
            Ed25519PublicKeyParameters => true,
            ECPublicKeyParameters curve => key.Algorithm == PublicKeyAlgorithmTag.ECDsa && curve.Parameters.Curve.FieldSize >= 256,
            _ => false,
        };
        if (!isStrong)
        {
            throw new KeyRefusedException(
                $"the key {IdOf(key)} is {NameOf(key)}, which is not used to sign: Ed25519, ECDSA, and RSA from {LeastRsaBits} bits on "
                    + "are");
        }
    }

    /// <summary>The user id that counts: the one that is called primary, else the one certified last.</summary>
    private (string UserId, PgpSignature Certification) FindUserId()
    {
        var found = new List<(string Id, PgpSignature Certification)>();
        foreach (var raw in _primary.GetRawUserIds())
        {
            // The library's own texts are Latin-1, and not found again if they are not ASCII.
            if (TextOf(raw) is not { } id)
            {
                continue;
            }

            var own = _primary.GetSignaturesForId(raw).Where(signature => signature.KeyId == _primary.KeyId).ToList();
            var certifications = own.Where(signature => signature.IsCertification()).ToList();
            foreach (var certification in certifications)
            {
                RequireModern(certification, $"the signature of the user id '{LogText.Clean(id)}'");
            }

            var valid = certifications.Where(signature => Verifies(signature, () => signature.VerifyCertification(id, _primary)))
                .OrderByDescending(signature => signature.CreationTime).FirstOrDefault();
            if (valid is not null && !own.Any(signature => signature.SignatureType == PgpSignature.CertificationRevocation
                && Verifies(signature, () => signature.VerifyCertification(id, _primary))))
            {
                found.Add((id, valid));
            }
        }

        return found.OrderByDescending(one => one.Certification.GetHashedSubPackets()?.IsPrimaryUserId() == true)
            .ThenByDescending(one => one.Certification.CreationTime)
            .Select(one => (LogText.Clean(one.Id), one.Certification))
            .FirstOrDefault() is { Certification: not null } first
                ? first
                : throw new KeyRefusedException($"the key {IdOf(_primary)} has no user id that it signed itself");
    }

    /// <summary>A user id as OpenPGP has it, in UTF-8; <see langword="null"/> if it is no such text: then it does not count.</summary>
    private static string? TextOf(byte[] id)
    {
        try
        {
            return StrictUtf8.GetString(id);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private PgpSignature? Direct() => OwnOf(_primary, PgpSignature.DirectKey, signature => signature.VerifyCertification(_primary));

    /// <summary>The newest signature by which a subkey is bound to its primary key; for one that signs, both ways.</summary>
    private PgpSignature? Bound(PgpPublicKey subkey)
    {
        var binding = OwnOf(subkey, PgpSignature.SubkeyBinding, signature => signature.VerifyCertification(_primary, subkey));
        if (binding is null || !MaySign(binding))
        {
            return binding;
        }

        var back = Embedded(binding.GetHashedSubPackets()).Concat(Embedded(binding.GetUnhashedSubPackets()))
            .FirstOrDefault(signature => signature.SignatureType == PgpSignature.PrimaryKeyBinding);
        if (back is null)
        {
            return null;
        }

        RequireModern(back, $"the signature of the subkey {IdOf(subkey)} over its primary key");
        back.InitVerify(subkey);
        return back.VerifyCertification(_primary, subkey) ? binding : null;
    }

    private static IEnumerable<PgpSignature> Embedded(PgpSignatureSubpacketVector? packets)
    {
        var signatures = packets?.GetEmbeddedSignatures();
        for (var i = 0; i < (signatures?.Count ?? 0); i++)
        {
            yield return signatures![i];
        }
    }

    private PgpSignature? OwnOf(PgpPublicKey key, int type, Func<PgpSignature, bool> verify)
    {
        var own = key.GetSignaturesOfType(type).Where(signature => signature.KeyId == _primary.KeyId).ToList();
        foreach (var signature in own)
        {
            RequireModern(signature, key.IsMasterKey
                ? $"a signature of the key {IdOf(key)} over itself" : $"the signature that binds the subkey {IdOf(key)}");
        }

        return own.Where(signature => Verifies(signature, () => verify(signature)))
            .OrderByDescending(signature => signature.CreationTime).FirstOrDefault();
    }

    private bool HasOwn(PgpPublicKey key, int type, Func<PgpSignature, bool> verify) =>
        key.GetSignaturesOfType(type).Any(
            signature => signature.KeyId == _primary.KeyId && Verifies(signature, () => verify(signature)));

    private bool Verifies(PgpSignature signature, Func<bool> verify)
    {
        signature.InitVerify(_primary);
        return verify();
    }

    private static void RequireModern(PgpSignature signature, string what)
    {
        if (!IsModern(signature.HashAlgorithm))
        {
            throw new KeyRefusedException(
                $"{what} of {signature.CreationTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} is made with "
                    + $"{signature.HashAlgorithm.ToString().ToUpperInvariant()}, which is broken: SHA-256 or better is needed");
        }
    }

    /// <summary>Whether a signature made with it can be trusted.</summary>
    public static bool IsModern(HashAlgorithmTag hash) =>
        hash is HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512;

    private static bool HasFlags(PgpSignature signature) =>
        signature.GetHashedSubPackets()?.HasSubpacket(SignatureSubpacketTag.KeyFlags) == true;

    private static bool MaySign(PgpSignature signature) =>
        HasFlags(signature) && (signature.GetHashedSubPackets().GetKeyFlags() & KeyFlags.SignData) != 0;

    private static DateTime? EndOf(PgpPublicKey key, PgpSignature life) =>
        life.GetHashedSubPackets() is { } packets && packets.HasKeyExpirationTime() && packets.GetKeyExpirationTime() is > 0 and var seconds
            ? key.CreationTime.AddSeconds(seconds)
            : null;

    private static DateTime? Earlier(DateTime? one, DateTime? other) =>
        one is null ? other : other is null || one < other ? one : other;

    private static string IdOf(PgpPublicKey key) => Convert.ToHexString(key.GetFingerprint());
}
