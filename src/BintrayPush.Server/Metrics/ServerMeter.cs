using System.Diagnostics.Metrics;

namespace BintrayPush.Server.Metrics;

/// <summary>
/// What the server measures of itself. What stands in a label is one of a few words of this program, never a name that somebody chose: so
/// the number of series is bounded, and nothing private is in them.
/// </summary>
internal sealed class ServerMeter : IDisposable
{
    /// <summary>The name under which the instruments are found.</summary>
    public const string Name = "bintray_server";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _requests;
    private readonly Histogram<double> _storeCalls;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _uploads;
    private readonly Counter<long> _published;
    private readonly Counter<long> _refusedSignIns;

    public ServerMeter()
    {
        _requests = _meter.CreateHistogram(
            $"{Name}.request.duration", "s", "Requests that were answered, by route and status.", null, Seconds);
        _storeCalls = _meter.CreateHistogram(
            $"{Name}.store.call.duration", "s", "Calls of the store, and whether they failed.", null, Seconds);
        _received = _meter.CreateCounter<long>($"{Name}.received", "By", "Bytes that came in on connections.");
        _sent = _meter.CreateCounter<long>($"{Name}.sent", "By", "Bytes that went out on connections.");
        _uploads = _meter.CreateCounter<long>($"{Name}.uploads", null, "Uploads that were taken.");
        _published = _meter.CreateCounter<long>($"{Name}.published", null, "Versions of which something was made public.");
        _refusedSignIns = _meter.CreateCounter<long>($"{Name}.refused_sign_ins", null, "Requests whose key or token was refused.");
    }

    /// <summary>A request was answered.</summary>
    /// <param name="route">What was asked for: the first word of its route.</param>
    /// <param name="method">The method of the route.</param>
    /// <param name="status">The status it was answered with, or would have been.</param>
    /// <param name="took">How long it took.</param>
    public void Answered(string route, string method, int status, TimeSpan took) => _requests.Record(
        took.TotalSeconds, new("route", route), new("method", method), new("status", StatusClasses.Of(status)));

    /// <summary>The store was called.</summary>
    public void StoreCalled(string operation, TimeSpan took, bool failed) => _storeCalls.Record(
        took.TotalSeconds, new("operation", operation), new("outcome", failed ? "failed" : "done"));

    /// <summary>Bytes came in.</summary>
    public void Received(long bytes) => _received.Add(bytes);

    /// <summary>Bytes went out.</summary>
    public void Sent(long bytes) => _sent.Add(bytes);

    /// <summary>An upload was taken.</summary>
    public void Uploaded() => _uploads.Add(1);

    /// <summary>Something of a version was made public.</summary>
    public void Published() => _published.Add(1);

    /// <summary>A sign-in was refused.</summary>
    /// <param name="isSlowedDown">Whether it was not even looked at, since too many were wrong before.</param>
    public void RefusedSignIn(bool isSlowedDown) =>
        _refusedSignIns.Add(1, new KeyValuePair<string, object?>("reason", isSlowedDown ? "slowed_down" : "wrong"));

    /// <summary>Asks for the lag of the index whenever the metrics are read.</summary>
    public void FollowIndex(Func<TimeSpan> lag) => _meter.CreateObservableGauge(
        $"{Name}.index.lag", () => lag().TotalSeconds, "s", "How long the index has been behind what it is asked for; 0 if it is not.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
