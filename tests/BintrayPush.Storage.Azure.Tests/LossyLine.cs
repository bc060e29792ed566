using Azure.Storage.Sas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Storage.Azure.Tests;

/// <summary>
/// A line to the engine that can lose answers, and headers. Who comes over it has a shared access signature, which signs no headers.
/// </summary>
public sealed class LossyLine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _engine = new();
    private readonly string _prefix = $"{Guid.NewGuid():N}";

    private LossyLine()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(CarryAsync);
    }

    /// <summary>The end of the name of the object of which one answer to a write is lost.</summary>
    public string? LosesAnswerOf { get; set; }

    /// <summary>The end of the name of the object of which one write does not arrive.</summary>
    public string? DropsWriteOf { get; set; }

    /// <summary>What another writer has written before the lost answer is looked into.</summary>
    public byte[]? WrittenByOthers { get; set; }

    /// <summary>A header of requests that the engine does not see.</summary>
    public string? LosesHeader { get; set; }

    public static async Task<LossyLine> StartAsync()
    {
        _ = AzuriteNode.Endpoint;
        var line = new LossyLine();
        await line._app.StartAsync();
        return line;
    }

    /// <summary>The objects below the prefix of this line.</summary>
    public async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var _ in AzuriteNode.Client().GetBlobsAsync(new() { Prefix = _prefix + "/" }))
        {
            count++;
        }

        return count;
    }

    /// <summary>A store at the other end, not tried out.</summary>
    public AzureObjectStore Open()
    {
        var place = AzureLocation.Parse($"az://run/{_prefix}", Environment);
        return AzureObjectStore.OpenForReading(place, Environment);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _engine.Dispose();
    }

    private string? Environment(string name) => name switch
    {
        "AZURE_STORAGE_SERVICE_ENDPOINT" => $"{_app.Urls.Single()}/{AzuriteNode.Account}",
        "AZURE_STORAGE_SAS_TOKEN" => AzuriteNode.Client()
            .GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1)).Query,
        _ => null,
    };

    private async Task CarryAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var isWrite = http.Request.Method == "PUT";
        if (isWrite && DropsWriteOf is { } dropped && http.Request.Path.Value!.EndsWith(dropped, StringComparison.Ordinal))
        {
            DropsWriteOf = null;
            http.Abort();
            return;
        }

        var target = new Uri(new Uri(AzuriteNode.Endpoint.GetLeftPart(UriPartial.Authority)), http.Request.Path + http.Request.QueryString);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), target);
        if (isWrite)
        {
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in http.Request.Headers.Where(header => header.Key != "Host" && header.Key != LosesHeader))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) && name != "Content-Length")
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var answer = await _engine.SendAsync(request, http.RequestAborted);
        if (isWrite && LosesAnswerOf is { } lost && http.Request.Path.Value!.EndsWith(lost, StringComparison.Ordinal))
        {
            LosesAnswerOf = null;
            if (WrittenByOthers is { } others)
            {
                await AzuriteNode.Client().GetBlobClient($"{_prefix}/{lost}").UploadAsync(BinaryData.FromBytes(others), overwrite: true);
            }

            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        if (http.Request.Method != "HEAD")
        {
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
