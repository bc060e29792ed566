using System.Security.Cryptography;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// The bytes of an upload on their way to the store, read once. It compares the checksums that only the server knows of before it
/// reports the end, so that the store never takes wrong bytes for whole, and it ends an upload that is larger than allowed.
/// </summary>
internal sealed class ArrivingBody : ForwardStream
{
    private readonly Stream _inner;
    private readonly long _limit;
    private readonly List<(string Name, string Announced, IncrementalHash Hash)> _checks = [];
    private long _read;

    public ArrivingBody(Stream inner, IHeaderDictionary headers, long limit)
    {
        _inner = inner;
        _limit = limit > 0 ? limit : long.MaxValue;
#pragma warning disable CA5350, CA5351 // What clients may announce; nothing is protected by it.
        Expect("SHA-1", headers["X-Checksum-Sha1"], HashAlgorithmName.SHA1, 40);
        Expect("MD5", headers["X-Checksum-Md5"], HashAlgorithmName.MD5, 32);
#pragma warning restore CA5350, CA5351
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await BodyReads.ReadAsync(_inner, buffer, cancellationToken);
        Pass(buffer.Span[..read], buffer.IsEmpty);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var check in _checks)
        {
            check.Hash.Dispose();
        }

        _checks.Clear();
        base.Dispose(disposing);
    }

    private void Expect(string name, string? announced, HashAlgorithmName algorithm, int digits)
    {
        if (Checksums.Read(name, announced, digits) is { } checksum)
        {
            _checks.Add((name, checksum, IncrementalHash.CreateHash(algorithm)));
        }
    }

    private void Pass(ReadOnlySpan<byte> bytes, bool nothingAsked)
    {
        _read += bytes.Length;
        if (_read > _limit)
        {
            throw Refusal.TooLarge("the upload", _limit);
        }

        foreach (var (name, announced, hash) in _checks)
        {
            hash.AppendData(bytes);
            if (bytes.IsEmpty && !nothingAsked && Convert.ToHexStringLower(hash.GetCurrentHash()) is var found && found != announced)
            {
                throw Refusal.WrongChecksum(name, announced, found);
            }
        }
    }
}
