using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Accepts no more connections than the process has file handles for. The others wait in the system's queue: a burst of connections
/// must not take the last handle, even if each is turned away a moment later.
/// </summary>
/// <param name="inner">The transport.</param>
/// <param name="maxConnections">How many connections may be open at one time, over all addresses.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "Connections may end after it. A semaphore holds nothing unless its wait handle is asked for.")]
internal sealed class BoundedListeners(
    IConnectionListenerFactory inner, int maxConnections) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SemaphoreSlim _slots = new(maxConnections);

    public bool CanBind(EndPoint endpoint) => inner is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken), _slots);

    private sealed class Listener(IConnectionListener inner, SemaphoreSlim places) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _unbound.Token);
            try
            {
                await places.WaitAsync(end.Token);
            }
            catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
            {
                return null;
            }

            ConnectionContext? accepted = null;
            try
            {
                accepted = await inner.AcceptAsync(cancellationToken);
                accepted?.ConnectionClosed.UnsafeRegister(places => ((SemaphoreSlim)places!).Release(), places);
                return accepted;
            }
            finally
            {
                if (accepted is null)
                {
                    places.Release();
                }
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            _unbound.Dispose();
        }
    }
}
