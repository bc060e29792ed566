using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can read its store and is not about to stop. Both for
/// everybody, and not in the log.
/// </summary>
internal sealed class Health(IBintray bintray, RequestLog log, CancellationToken stopping)
{
    private const string Live = "/healthz/live";
    private const string Ready = "/healthz/ready";
    private static readonly RepositoryAddress Probe = RepositoryAddress.Of("healthz", "ready");

    public static bool IsAsked(string target) => target is Live or Ready;

    public async Task AnswerAsync(HttpContext http, string target)
    {
        if (target == Live)
        {
            await Answer.MessageAsync(http, StatusCodes.Status200OK, "live");
        }
        else if (stopping.IsCancellationRequested)
        {
            await Answer.MessageAsync(http, StatusCodes.Status503ServiceUnavailable, "stopping");
        }
        else
        {
            await AskStoreAsync(http);
        }
    }

    private async Task AskStoreAsync(HttpContext http)
    {
        try
        {
            await bintray.GetRepositoryAsync(Probe, http.RequestAborted);
            await Answer.MessageAsync(http, StatusCodes.Status200OK, "ready");
        }
        catch (BintrayException fault)
        {
            log.NotReady(fault);
            await Answer.MessageAsync(http, StatusCodes.Status503ServiceUnavailable, "the store cannot be read; the log says why");
        }
    }
}
