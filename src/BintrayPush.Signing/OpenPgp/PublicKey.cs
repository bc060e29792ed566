using System.Globalization;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>A public key with its subkeys, whose own signatures were checked (<see cref="KeyRules"/>).</summary>
public sealed class PublicKey
{
    private readonly PgpPublicKeyRing _ring;
    private readonly KeyRules _rules;

    private PublicKey(PgpPublicKeyRing ring)
    {
        _ring = ring;
        _rules = PacketReading.Trying("the key", () => KeyRules.Of(ring));
    }

    /// <summary>Hexadecimal, upper case.</summary>
    public string Fingerprint => Convert.ToHexString(_ring.GetPublicKey().GetFingerprint());

    /// <summary>How it signs.</summary>
    public string Algorithm => KeyRules.NameOf(_rules.Signing);

    /// <summary>Whose it is, as it says itself.</summary>
    public string UserId => _rules.UserId;

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset Created => new(_ring.GetPublicKey().CreationTime, TimeSpan.Zero);

    /// <summary>When it can sign no more; <see langword="null"/> if that has no end.</summary>
    public DateTimeOffset? Expires => _rules.Expires;

    /// <summary>Whether its owner took it back, or every part of it that may sign.</summary>
    public bool IsRevoked => _rules.IsRevoked(_rules.Signing);

    internal PgpPublicKey Primary => _ring.GetPublicKey();

    internal PgpPublicKey Signing => _rules.Signing;

    /// <summary>Reads a key.</summary>
    /// <param name="content">Armoured or not.</param>
    /// <exception cref="KeyRefusedException">It is none, or too weak.</exception>
    public static PublicKey Read(ReadOnlyMemory<byte> content)
    {
        var found = PacketReading.Objects(content, PacketReading.LargestKey, "the key");
        return found is [PgpPublicKeyRing ring] ? new PublicKey(ring)
            : throw new KeyRefusedException(
                found.OfType<PgpPublicKeyRing>().Count() > 1 ? "the file holds more than one public key" : "the file holds no public key");
    }

    /// <summary>Reads all armoured keys of a text.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IReadOnlyList<PublicKey> ReadAll(string text) =>
    [
        .. PacketReading.Blocks(text).SelectMany(block => PacketReading.Objects(block, PacketReading.LargestKey, "the key"))
            .Select(found => found is PgpPublicKeyRing ring ? new PublicKey(ring)
                : throw new KeyRefusedException("the file holds something else than public keys")),
    ];

    internal static PublicKey Of(PgpSecretKeyRing ring)
    {
        using var packets = new MemoryStream();
        foreach (var key in ring.GetSecretKeys().Select(secret => secret.PublicKey).Concat(ring.GetExtraPublicKeys()))
        {
            key.Encode(packets);
        }

        return new PublicKey(new PgpPublicKeyRing(packets.ToArray()));
    }

    /// <summary>The key among its parts that has an id and may sign files; <see langword="null"/> if there is none.</summary>
    internal PgpPublicKey? SignerOf(long id) => _rules.Signers.FirstOrDefault(key => key.KeyId == id);

    /// <summary>Whether a part of it was taken back.</summary>
    internal bool HasRevoked(PgpPublicKey part) => _rules.IsRevoked(part);

    /// <summary>Whether a part of it could sign at a time.</summary>
    internal bool CouldSign(PgpPublicKey part, DateTime time) => _rules.CouldSign(part, time);

    /// <summary>The key with a signature of its own that takes it back.</summary>
    internal PublicKey With(PgpSignature revocation)
    {
        var revoked = PgpPublicKey.AddCertification(_ring.GetPublicKey(), revocation);
        return new PublicKey(PgpPublicKeyRing.InsertPublicKey(_ring, revoked));
    }

    /// <summary>As a text.</summary>
    public string Armoured() => ArmouredAll([this]);

    /// <summary>Several as one text of one block, since apt reads no other.</summary>
    public static string ArmouredAll(IEnumerable<PublicKey> keys) => Armour.Of(output =>
    {
        foreach (var key in keys)
        {
            key._ring.Encode(output);
        }
    });

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Fingerprint} ({Algorithm}, {UserId})");
}
