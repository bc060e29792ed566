using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <summary>Calls of Azure Blob Storage.</summary>
internal sealed class AzureCalls : BucketCalls
{
    private const int Retries = 3;

    /// <summary>It has all that is used here; emulators and Azure on own machines know no later ones.</summary>
    private const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2023_11_03;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly AzureLocation _place;

    /// <summary>Each call has a limit of its own.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectLimit })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public AzureCalls(AzureLocation place, Func<string, string?> environment)
    {
        _place = place;
        try
        {
            Container = ClientOf(environment, Retries);
            Once = ClientOf(environment, retries: 0);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            // Not in its own words: they might hold a piece of the key.
            throw Failure("its key is not of the form that keys of Azure have");
        }
    }

    public override string Place => _place.ToString();

    /// <summary>Tries again what the engine was too busy for.</summary>
    public BlobContainerClient Container { get; }

    /// <summary>Sends nothing again by itself.</summary>
    public BlobContainerClient Once { get; }

    public override void Dispose() => _http.Dispose();

    public override bool MayHaveHappened(BintrayException failure) =>
        failure.InnerException is not RequestFailedException { Status: not 0 } refusal || LeavesDoubt(refusal.Status);

    protected override EngineAnswerKind? AnswerOf(Exception fault) => fault is RequestFailedException answer ? KindOf(answer) : null;

    protected override string? ReasonOf(Exception fault) => fault switch
    {
        // The first line: below it are headers.
        RequestFailedException refusal => $"{refusal.ErrorCode}: {refusal.Message.Split('\n')[0].TrimEnd()}",
        AuthenticationFailedException => fault.Message.Split('\n')[0].TrimEnd(),
        // The library tried several times.
        AggregateException several => several.InnerExceptions[^1].Message,
        _ => null,
    };

    private static EngineAnswerKind? KindOf(RequestFailedException answer) => answer.Status switch
    {
        404 when answer.ErrorCode != BlobErrorCode.ContainerNotFound => EngineAnswerKind.Missing,
        // Azure says so of a create of what is there.
        409 when answer.ErrorCode == BlobErrorCode.BlobAlreadyExists => EngineAnswerKind.Refused,
        412 when answer.ErrorCode?.StartsWith("Lease", StringComparison.Ordinal) != true => EngineAnswerKind.Refused,
        409 when answer.ErrorCode != BlobErrorCode.ContainerBeingDeleted => EngineAnswerKind.Conflict,
        416 => EngineAnswerKind.BehindEnd,
        304 => EngineAnswerKind.Unchanged,
        _ => null,
    };

    private BlobContainerClient ClientOf(Func<string, string?> environment, int retries)
    {
        var options = new BlobClientOptions(Version)
        {
            Transport = new HttpClientTransport(_http),
            Retry = { MaxRetries = retries, NetworkTimeout = Timeout.InfiniteTimeSpan },
            Diagnostics = { IsLoggingEnabled = false, IsTelemetryEnabled = false, IsDistributedTracingEnabled = false },
        };
        var address = new Uri($"{_place.Endpoint.AbsoluteUri.TrimEnd('/')}/{_place.Container}");
        var connection = AzureConnectionString.Of(environment) is { } given && given.Blobs == _place.Endpoint ? given : null;
        if (_place.IsOther)
        {
            return new BlobContainerClient(address, new DefaultAzureCredential(), options);
        }

        if ((connection?.Signature ?? environment("AZURE_STORAGE_SAS_TOKEN")) is { Length: > 0 } signature && connection?.Key is null)
        {
            // It has to stand in the address, where copies take it from.
            return new BlobContainerClient(new Uri($"{address}?{signature.TrimStart('?')}"), options);
        }

        if ((connection?.Account ?? environment("AZURE_STORAGE_ACCOUNT")) is { Length: > 0 } account
            && (connection?.Key ?? environment("AZURE_STORAGE_KEY")) is { Length: > 0 } key)
        {
            return new BlobContainerClient(address, new StorageSharedKeyCredential(account, key), options);
        }

        // A managed identity, a workload identity, or who is logged in with Azure's command.
        return new BlobContainerClient(address, new DefaultAzureCredential(), options);
    }
}
