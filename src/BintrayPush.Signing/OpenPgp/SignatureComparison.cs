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
        var (all, isPlain) = ReadAll(signature);
        if (all.Count == 0)
        {
            return SignatureMatch.NoSignature;
        }

        // Several people may have signed one file, in one text.
        var known = all.Select(one => (Signature: one, Key: keys.FirstOrDefault(key => key.SignerOf(one.KeyId) is not null)))
            .Where(one => one.Key is not null).ToList();
        if (known.Count == 0)
        {
            return isPlain ? SignatureMatch.UnknownKey : SignatureMatch.NoSignature;
        }

        var valid = known.Where(one => !one.Key!.HasRevoked(one.Key.SignerOf(one.Signature.KeyId)!)).ToList();
        if (valid.Count == 0)
        {
            return SignatureMatch.RevokedKey;
        }

        // Not every program reads one that has something beside it.
        var compared = valid.Where(one => isPlain && MayCount(one.Signature, one.Key!)).Select(one => one.Signature).ToList();
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
    internal static PgpSignature? Read(ReadOnlyMemory<byte> signature) => ReadAll(signature) is ([var first, ..], true) ? first : null;

    /// <summary>
    /// Reads all signatures of a text. Some programs find them, too, behind packets that have no business there, or before bytes that are
    /// none: those are not plain.
    /// </summary>
    private static (IReadOnlyList<PgpSignature> Signatures, bool IsPlain) ReadAll(ReadOnlyMemory<byte> signature)
    {
        var (objects, isWhole) = PacketReading.ReadableObjects(signature, PacketReading.LargestSignature);
        var all = objects.OfType<PgpSignatureList>().SelectMany(list => Enumerable.Range(0, list.Count).Select(i => list[i]));
        return ([.. all.Take(MostCompared)], isWhole && objects is [PgpSignatureList]);
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
