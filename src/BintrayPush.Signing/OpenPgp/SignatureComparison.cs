using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>Compares detached signatures with what they should be of.</summary>
public static class SignatureComparison
{
    private const int BufferSize = 128 << 10;

    /// <summary>Each costs a hash of all bytes.</summary>
    private const int MostCompared = 8;

    /// <summary>Compares one.</summary>
    /// <param name="keys">Whose it may be.</param>
    /// <param name="signature">Armoured or not: any bytes.</param>
    /// <param name="content">The bytes; read to the end once.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static async Task<SignatureMatch> CompareAsync(
        IReadOnlyList<PublicKey> keys, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation)
    {
        var all = ReadAll(signature);
        if (all.Count == 0)
        {
            return SignatureMatch.NoSignature;
        }

        // Several people may have signed one file, in one text.
        var known = all.Select(one => (Signature: one, Key: keys.FirstOrDefault(key => key.SignerOf(one.KeyId) is not null)))
            .Where(one => one.Key is not null).ToList();
        if (known.Count == 0)
        {
            return SignatureMatch.UnknownKey;
        }

        var valid = known.Where(one => !one.Key!.HasRevoked(one.Key.SignerOf(one.Signature.KeyId)!)).ToList();
        if (valid.Count == 0)
        {
            return SignatureMatch.RevokedKey;
        }

        var compared = valid.Where(one => MayCount(one.Signature, one.Key!)).Select(one => one.Signature).ToList();
        if (compared.Count == 0)
        {
            return SignatureMatch.OtherContent;
        }

        var buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            foreach (var one in compared)
            {
                one.Update(buffer, 0, read);
            }
        }

        return compared.Any(Verifies) ? SignatureMatch.Good : SignatureMatch.OtherContent;
    }

    /// <summary>Reads a signature, the first if there are several; <see langword="null"/> if it is none.</summary>
    internal static PgpSignature? Read(ReadOnlyMemory<byte> signature) => ReadAll(signature) is [var first, ..] ? first : null;

    private static IReadOnlyList<PgpSignature> ReadAll(ReadOnlyMemory<byte> signature)
    {
        try
        {
            var objects = PacketReading.Objects(signature, PacketReading.LargestSignature, "the signature");
            return objects is [PgpSignatureList list] ? [.. Enumerable.Range(0, list.Count).Select(i => list[i]).Take(MostCompared)] : [];
        }
        catch (KeyRefusedException)
        {
            return [];
        }
    }

    /// <summary>Whether a signature is one of bytes, by what counts today; if it may count it is ready to be compared.</summary>
    private static bool MayCount(PgpSignature signature, PublicKey key)
    {
        var signer = key.SignerOf(signature.KeyId)!;
        if (signature.SignatureType != PgpSignature.BinaryDocument || !KeyRules.IsModern(signature.HashAlgorithm)
            || !key.CouldSign(signer, signature.CreationTime))
        {
            return false;
        }

        signature.InitVerify(signer);
        return true;
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
