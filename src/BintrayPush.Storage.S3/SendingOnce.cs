using System.Net;
using System.Runtime.ExceptionServices;
using Amazon.Runtime;

namespace BintrayPush.Storage.S3;

/// <summary>
/// Connections that do not send a request again whose answer was lost. The library does that even where it is told to try nothing again
/// (<c>MaxErrorRetry = 0</c>), and the second request would be refused by what the first one has written.
/// </summary>
internal sealed class SendingOnce(TimeSpan connectLimit) : HttpClientFactory
{
    private static readonly AsyncLocal<Call?> Current = new();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        // Each call has a limit of its own.
        new(new Handler(connectLimit)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Carries out one call.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        Current.Value = new Call();
        return await call().ConfigureAwait(false);
    }

    private sealed class Call
    {
        /// <summary>Why nothing more is sent.</summary>
        public Exception? Over { get; set; }
    }

    private sealed class Handler(TimeSpan connectLimit)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = connectLimit })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var call = Current.Value ?? new Call();
            if (call.Over is { } over)
            {
                ExceptionDispatchInfo.Throw(over);
            }

            // The bodies are small: to ask first would cost as much as to send them.
            request.Headers.ExpectContinue = false;
            try
            {
                var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode || answer.StatusCode >= HttpStatusCode.InternalServerError)
                {
                    call.Over = new HttpRequestException($"the rest of the answer {(int)answer.StatusCode} did not come");
                }

                // Any other one says that nothing was written; what it says of where to send to, or of the clock, the library follows.
                return answer;
            }
            catch (Exception fault)
            {
                call.Over = fault;
                throw;
            }
        }
    }
}
