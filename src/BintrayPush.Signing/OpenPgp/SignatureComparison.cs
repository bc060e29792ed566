using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>Compares detached signatures with what they should be of.</summary>
public static class SignatureComparison
{
    private const int BufferSize = 128 << 10;

    /// <summary>Compares one.</summary>
    /// <param name="keys">Whose it may be.</param>
    /// <param name="signature">Armoured or not: any bytes.</param>
    /// <param name="content">The bytes; read to the end once.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static async Task<SignatureMatch> CompareAsync(
        IReadOnlyList<PublicKey> keys, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation)
    {
        if (Read(signature) is not { } found)
        {
            return SignatureMatch.NoSignature;
        }

        var key = keys.FirstOrDefault(one => one.SignerOf(found.KeyId) is not null);
        if (key is null)
        {
            return SignatureMatch.UnknownKey;
        }

        var signer = key.SignerOf(found.KeyId)!;
        if (key.HasRevoked(signer))
        {
            return SignatureMatch.RevokedKey;
        }

        if (found.SignatureType != PgpSignature.BinaryDocument || !KeyRules.IsModern(found.HashAlgorithm)
            || !key.CouldSign(signer, found.CreationTime))
        {
            return SignatureMatch.OtherContent;
        }

        found.InitVerify(signer);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            found.Update(buffer, 0, read);
        }

        return Verifies(found) ? SignatureMatch.Good : SignatureMatch.OtherContent;
    }

    /// <summary>Reads a signature; <see langword="null"/> if it is none.</summary>
    internal static PgpSignature? Read(ReadOnlyMemory<byte> signature)
    {
        try
        {
            var objects = PacketReading.Objects(signature, PacketReading.LargestSignature, "the signature");
            return objects is [PgpSignatureList { Count: > 0 } list] ? list[0] : null;
        }
        catch (KeyRefusedException)
        {
            return null;
        }
    }

    /// <summary>Whether a signature that has got all of its content is one.</summary>
    internal static bool Verifies(PgpSignature signature)
    {
        try
        {
            return PacketReading.Trying("the signature", signature.Verify);
        }
        catch (KeyRefusedException)
        {
            return false;
        }
    }
}
