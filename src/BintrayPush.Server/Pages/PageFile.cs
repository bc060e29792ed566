using System.Security.Cryptography;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>What all pages load: a file that is part of the program.</summary>
internal sealed class PageFile
{
    private const int TagLength = 16;

    private readonly string _type;
    private readonly byte[] _content;
    private readonly string _tag;

    private PageFile(string name, string type)
    {
        Name = name;
        _type = type;
        _content = Read(name);
        _tag = Convert.ToHexStringLower(SHA256.HashData(_content))[..TagLength];
    }

    public static PageFile Style { get; } = new("style.css", "text/css; charset=utf-8");

    /// <summary>For the tab of the browser.</summary>
    public static PageFile Icon { get; } = new("icon.png", "image/png");

    public string Name { get; }

    /// <summary>What stands behind the address of the pages for exactly these bytes.</summary>
    public string Place => $"{Name}?v={_tag}";

    public CallRoute Route => new("GET", $"{PageLinks.Place}/{Name}", Needs.Nothing, SendAsync);

    private async Task SendAsync(Call call)
    {
        var headers = call.Http.Response.Headers;
        headers.ETag = $"\"{_tag}\"";
        headers.XContentTypeOptions = "nosniff";
        // Under the address of another one it may be that of a newer server.
        headers.CacheControl = call.Query["v"] == _tag ? "public, max-age=31536000, immutable" : "no-cache";
        if (call.Http.Request.Headers.IfNoneMatch.Contains($"\"{_tag}\""))
        {
            call.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await Answer.WriteAsync(call.Http, StatusCodes.Status200OK, _type, _content);
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(PageFile).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
