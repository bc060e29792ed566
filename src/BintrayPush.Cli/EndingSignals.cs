using System.Runtime.InteropServices;

namespace BintrayPush.Cli;

/// <summary>
/// Ctrl+C, and what service managers and build servers send to end a process (SIGTERM), cancel a command: it still says what was done.
/// They are caught before anything begins, so that none of them finds the process without its answer. A second one ends it at once.
/// </summary>
internal sealed class EndingSignals : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    private EndingSignals()
    {
    }

    public CancellationToken Cancellation => _cancellation.Token;

    public static EndingSignals Catch()
    {
        var signals = new EndingSignals();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            signals._registrations.Add(PosixSignalRegistration.Create(signal, signals.End));
        }

        return signals;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _cancellation.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = !_cancellation.IsCancellationRequested;
        _cancellation.Cancel();
    }
}
