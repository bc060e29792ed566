using System.Diagnostics;
using System.IO.Pipelines;
using BintrayPush.Server.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// What Kestrel rejects before it is a request (a broken request line, headers beyond their limit, two lengths) it answers with a
/// status alone. This gives such an answer its words, so that every error is JSON (protocol reference 1.5, 19.10): Kestrel's own
/// event comes before the answer is written, and the connection then writes ours in its place.
/// </summary>
internal sealed class RejectedRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string Rejected = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private RejectedRequests()
    {
    }

    /// <summary>Watches for rejected requests, for as long as the server runs.</summary>
    public static IDisposable WatchFor(WebApplication app) =>
        app.Services.GetRequiredService<DiagnosticListener>().Subscribe(new RejectedRequests(), name => name == Rejected);

    /// <summary>
    /// Prepares the connections of an address. What is added after it must leave the bytes alone, TLS has to come before it.
    /// </summary>
    public static void Prepare(ListenOptions address, ReceiverWatch receivers, ServerMeter? meter) => address.Use(next => connection =>
    {
        var input = connection.Transport.Input;
        connection.Transport = new Spoken(
            meter is null ? input : new CountedInput(input, meter.Received), new RejectionOutput(receivers.Watched(connection), meter));
        return next(connection);
    });

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection request
            && request.Get<IHttpResponseFeature>() is { HasStarted: false }
            && request.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException fault
            // Not there in HTTP/2, and not the innermost where TLS was put on top of it: then Kestrel's own answer goes out.
            && request.Get<IHttp2StreamIdFeature>() is null
            && request.Get<IConnectionTransportFeature>()?.Transport.Output is RejectionOutput output)
        {
            output.AnswerWith(fault, isHead: request.Get<IHttpRequestFeature>() is { Method: "HEAD" });
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private sealed record Spoken(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
