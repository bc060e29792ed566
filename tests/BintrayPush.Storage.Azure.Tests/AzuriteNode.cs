using System.Diagnostics;
using Azure.Storage.Blobs;

namespace BintrayPush.Storage.Azure.Tests;

/// <summary>
/// The engine of a test run: Azurite, Azure's own emulator, in memory, started for the first test that wants it and ended with the run,
/// with one container. BINTRAYPUSH_AZURITE names its program (<c>azurite-blob</c>, from npm's package <c>azurite</c>).
/// </summary>
[TestClass]
public static class AzuriteNode
{
    private const string Program = "BINTRAYPUSH_AZURITE";
    private const string Variable = "AZURE_STORAGE_CONNECTION_STRING";
    private const string Container = "run";
    private const string Listens = "successfully listens on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Uri> Running = new(Start);
    private static Process? _process;

    /// <summary>The account of this run.</summary>
    public static string Account => "run";

    /// <summary>The key of its account.</summary>
    public static string Secret { get; } = Convert.ToBase64String(Guid.NewGuid().ToByteArray());

    /// <summary>Where its blobs are.</summary>
    public static Uri Endpoint
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Program) is not { Length: > 0 })
            {
                Assert.Inconclusive("This needs Azurite, which tests/azure-column brings along.");
            }

            return Running.Value;
        }
    }

    /// <summary>A prefix that nobody has used, as a command line has it; the account is in the environment.</summary>
    public static string NewAddress()
    {
        _ = Endpoint;
        return $"az://{Container}/{Guid.NewGuid():N}";
    }

    /// <summary>The same, read.</summary>
    public static AzureLocation NewPlace() => AzureLocation.Parse(NewAddress());

    /// <summary>An opened store under a prefix of its own. It is tried out once, by the test of that: the engine is one for all.</summary>
    public static AzureObjectStore Open() => AzureObjectStore.OpenForReading(NewPlace());

    /// <summary>The container, with its key.</summary>
    public static BlobContainerClient Client() =>
        new(ConnectionStringOf(Endpoint), Container, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));

    [AssemblyCleanup]
    public static void Stop()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static string ConnectionStringOf(Uri endpoint) =>
        $"AccountName={Account};AccountKey={Secret};BlobEndpoint={endpoint}";

    private static Uri Start()
    {
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable(Program)!)
        {
            ArgumentList = { "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry" },
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{Secret}" },
            RedirectStandardOutput = true,
        })!;
        var started = Task.Run(() => EndpointOf(_process.StandardOutput));
        var endpoint = started.Wait(StartLimit) && started.Result is { } said
            ? new Uri($"{said}/{Account}") : throw new InvalidOperationException("Azurite did not start.");
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        // Stores get credentials as a server does.
        Environment.SetEnvironmentVariable(Variable, ConnectionStringOf(endpoint));
        new BlobContainerClient(
            ConnectionStringOf(endpoint), Container, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03)).Create();
        return endpoint;
    }

    private static string? EndpointOf(StreamReader output)
    {
        while (output.ReadLine() is { } line)
        {
            if (line.IndexOf(Listens, StringComparison.Ordinal) is var at and >= 0)
            {
                return line[(at + Listens.Length)..].Trim();
            }
        }

        return null;
    }
}
