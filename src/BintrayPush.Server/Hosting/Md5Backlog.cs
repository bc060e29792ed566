using System.Threading.Channels;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Contents that have arrived and whose MD5 nobody has asked for yet. What finds no room is left out: it is computed for the first who
/// asks.
/// </summary>
internal sealed class Md5Backlog
{
    private const int Room = 10_000;

    private readonly Channel<(string Sha256, long Size)> _waiting = Channel.CreateBounded<(string, long)>(Room);
    private long _arrivals;

    /// <summary>How many have arrived so far; as long as it grows, uploads are going on.</summary>
    public long Arrivals => Interlocked.Read(ref _arrivals);

    /// <summary>What waits.</summary>
    public ChannelReader<(string Sha256, long Size)> Waiting => _waiting.Reader;

    /// <summary>Takes down a content; it neither waits nor fails.</summary>
    public void Add(string sha256, long size)
    {
        Interlocked.Increment(ref _arrivals);
        _waiting.Writer.TryWrite((sha256, size));
    }
}
