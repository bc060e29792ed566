using BintrayPush.Destinations;

namespace BintrayPush.Places;

/// <summary>A destination that is ready, with what must be closed when the push is over.</summary>
/// <param name="destination">The destination.</param>
/// <param name="connection">What is closed with it, if anything.</param>
public sealed class OpenDestination(Destination destination, IDisposable? connection) : IDisposable
{
    /// <summary>The destination.</summary>
    public Destination Destination => destination;

    /// <inheritdoc/>
    public void Dispose() => connection?.Dispose();
}
