using BintrayPush.Pushing;

namespace BintrayPush.Build.Pushing;

/// <summary>A destination that is ready, with what must be closed when the push is over.</summary>
internal sealed class OpenDestination(Destination destination, IDisposable? connection) : IDisposable
{
    public Destination Destination => destination;

    public void Dispose() => connection?.Dispose();
}
