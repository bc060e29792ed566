namespace BintrayPush.Server.Tests.Pages;

/// <summary>Somebody with a browser, which keeps cookies.</summary>
internal sealed class PageBrowser(Uri url) : IDisposable
{
    /// <summary>A form that waits to be asked for waits until it is.</summary>
    public HttpClient Http { get; } =
        new(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = url };

    /// <summary>The page that is shown.</summary>
    public SeenPage Page { get; private set; } = null!;

    public async Task<SeenPage> GoAsync(string path, int status = 200) => Page = SeenPage.Of(await Http.SendAsync("GET", path), status);

    /// <summary>Shows the page that a form was answered with.</summary>
    public void See(Reply reply) => Page = SeenPage.Of(reply);

    /// <summary>Sends a form of the page, with these fields filled in, and gives what is answered after all redirects.</summary>
    public async Task<Reply> SendAsync(string form, params (string Name, string Value)[] fields)
    {
        var element = Page.Document.QuerySelector(form)!;
        Assert.AreEqual("post", element.GetAttribute("method"));
        var hidden = element.QuerySelectorAll("input[type=hidden]")
            .Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!));
        return await PostAsync(element.GetAttribute("action")!, [.. hidden, .. fields]);
    }

    public async Task<Reply> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await Http.ReplyAsync(request);
    }

    /// <summary>Signs in, which must succeed.</summary>
    public async Task SignInAsync(string user, string key)
    {
        await GoAsync("ui/sign-in");
        Page = SeenPage.Of(await SendAsync("form.form", ("user", user), ("key", key)));
        Assert.Contains($"Signed in as {user}", Page.Text);
    }

    public void Dispose() => Http.Dispose();
}
