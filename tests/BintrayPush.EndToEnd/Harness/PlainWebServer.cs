using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>A web server that knows nothing but the files of a folder.</summary>
internal sealed class PlainWebServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlainWebServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<PlainWebServer> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), ServeUnknownFileTypes = true });
        await app.StartAsync();
        return new PlainWebServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
