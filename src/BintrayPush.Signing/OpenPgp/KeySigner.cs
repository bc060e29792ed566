using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>Signs in this process.</summary>
/// <param name="pair">The key, open.</param>
/// <param name="key">What others may know of it.</param>
/// <param name="time">The clock.</param>
internal sealed class KeySigner(KeyPair pair, SubjectKey key, TimeProvider time) : ISigner
{
    private const HashAlgorithmTag Hash = HashAlgorithmTag.Sha512;
    private const int BufferSize = 128 << 10;

    private PgpPrivateKey? _private = pair.Opened();

    public SubjectKey Key => key;

    public async Task<byte[]> SignAsync(Stream content, CancellationToken cancellation)
    {
        var generator = Begin(PgpSignature.BinaryDocument);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            generator.Update(buffer, 0, read);
        }

        return Encoding.ASCII.GetBytes(Armour.Of(output => generator.Generate().Encode(output)));
    }

    public Task<byte[]> ClearSignAsync(string text, CancellationToken cancellation)
    {
        var message = new ClearText(text);
        var generator = Begin(PgpSignature.CanonicalTextDocument);
        generator.Update(message.Signed());
        return Task.FromResult(message.With(Hash, Armour.Of(output => generator.Generate().Encode(output))));
    }

    public void Dispose() => _private = null;

    private PgpSignatureGenerator Begin(int type)
    {
        ObjectDisposedException.ThrowIf(_private is null, this);
        var generator = new PgpSignatureGenerator(pair.Public.Signing.Algorithm, Hash);
        generator.InitSign(type, _private);
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetSignatureCreationTime(isCritical: false, time.GetUtcNow().UtcDateTime);
        packets.SetIssuerFingerprint(isCritical: false, pair.Public.Signing);
        generator.SetHashedSubpackets(packets.Generate());
        return generator;
    }
}
