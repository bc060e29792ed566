using System.Net;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>
/// A form that is sent only once the server has let its sender in and asks for it (<c>100 Continue</c>), and then when the test wants it:
/// what happens in between is exact, and no matter of luck.
/// </summary>
internal sealed class HeldForm : HttpContent
{
    private readonly FormUrlEncodedContent _form;
    private readonly TaskCompletionSource _isWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldForm(params (string Name, string Value)[] fields)
    {
        _form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        Headers.ContentType = _form.Headers.ContentType;
    }

    /// <summary>Ends once the server has asked for the form.</summary>
    public Task IsWanted => _isWanted.Task;

    /// <summary>Lets the form go.</summary>
    public void Release() => _mayGo.TrySetResult();

    /// <summary>Sends it, and gives what is answered after all redirects.</summary>
    public async Task<Reply> PostAsync(PageBrowser browser, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = this };
        request.Headers.ExpectContinue = true;
        return await browser.Http.ReplyAsync(request);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _isWanted.TrySetResult();
        await _mayGo.Task;
        await _form.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _form.Headers.ContentLength!.Value;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _form.Dispose();
        }

        base.Dispose(disposing);
    }
}
