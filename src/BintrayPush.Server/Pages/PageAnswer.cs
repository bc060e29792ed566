using System.Text;
using BintrayPush.Server.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BintrayPush.Server.Pages;

/// <summary>Draws pages and sends them.</summary>
internal static class PageAnswer
{
    /// <summary>Nothing runs, nothing is loaded from elsewhere, nothing is sent elsewhere, and no other page may frame this one.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Type = "text/html; charset=utf-8";

    public static async Task SendAsync(HttpContext http, PageContent page)
    {
        var html = await DrawAsync(http.RequestServices, page);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        // What somebody sees who is signed in is for nobody else.
        headers.CacheControl = "no-store";
        headers.Vary = "Cookie";
        await Answer.WriteAsync(http, page.Status, Type, Encoding.UTF8.GetBytes(html));
    }

    private static async Task<string> DrawAsync(IServiceProvider services, PageContent page)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var drawn = await renderer.RenderComponentAsync(page.Component, ParameterView.FromDictionary(page.Parameters));
            return drawn.ToHtmlString();
        });
    }
}
