namespace BintrayPush.DelayedLine;

/// <summary>What has passed a line so far.</summary>
internal sealed class Tally
{
    private long _connections;
    private long _requests;
    private long _uploads;
    private long _sent;
    private long _received;

    public long Connections => Interlocked.Read(ref _connections);

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The requests among them that are PUTs.</summary>
    public long Uploads => Interlocked.Read(ref _uploads);

    /// <summary>Bytes from the clients, heads included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes to the clients, heads included.</summary>
    public long Received => Interlocked.Read(ref _received);

    public void AddConnection() => Interlocked.Increment(ref _connections);

    public void AddRequest(bool isUpload)
    {
        Interlocked.Increment(ref _requests);
        if (isUpload)
        {
            Interlocked.Increment(ref _uploads);
        }
    }

    public void AddSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    public void AddReceived(int bytes) => Interlocked.Add(ref _received, bytes);

    public override string ToString() => $"connections={Connections} requests={Requests} uploads={Uploads} sent={Sent} received={Received}";
}
