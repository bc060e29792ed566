using Amazon.S3;
using BintrayPush.Testing;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>
/// The engine of a test run: a Ceph cluster of one node (<c>tests/ceph-node</c>), started for the first test that wants it and stopped at
/// the end of the run, with one bucket. BINTRAYPUSH_CEPH names the gateways of one that is there already (<c>tests/bucket-faults</c>);
/// its credentials are in the environment.
/// </summary>
[TestClass]
public static class CephNode
{
    private const string Bucket = "run";
    private static readonly Lazy<string> Endpoint = new(Start);
    private static readonly string[] Given =
        Environment.GetEnvironmentVariable("BINTRAYPUSH_CEPH") is { Length: > 0 } gateways ? gateways.Split(',') : [];

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"ceph-{Guid.NewGuid():N}");

    private static readonly Lazy<Task<bool>> Quotes = new(async () =>
    {
        using var store = await S3ObjectStore.OpenAsync(NewPlace(), CancellationToken.None);
        return store.QuotesTags;
    });

    /// <summary>The secret key of all engines here.</summary>
    public static string Secret { get; } = $"{Guid.NewGuid():N}";

    /// <summary>A prefix that nobody has used.</summary>
    public static S3Location NewPlace() => S3Location.Parse(NewAddress());

    /// <summary>The same as a text, as a command line has it.</summary>
    public static string NewAddress()
    {
        CephScript.NeedsCeph();
        return $"s3://{Bucket}/{Guid.NewGuid():N}?endpoint={Endpoint.Value}";
    }

    /// <summary>Stores get credentials as a server does, by the library's own chain; the script makes a user who has them.</summary>
    [AssemblyInitialize]
    public static void ChooseCredentials(TestContext _)
    {
        if (Given.Length > 0)
        {
            return;
        }

        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", $"{Guid.NewGuid():N}");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Secret);
        foreach (var name in new[] { "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>A store under a prefix of its own. The engine is tried out once in a run: it is the same one for all.</summary>
    public static async Task<S3ObjectStore> OpenAsync()
    {
        var store = S3ObjectStore.OpenForReading(NewPlace());
        store.QuotesTags = await Quotes.Value;
        return store;
    }

    [AssemblyCleanup]
    public static void Stop()
    {
        if (Endpoint.IsValueCreated && Given.Length == 0)
        {
            CephScript.Stop(Folder);
        }
    }

    private static string Start()
    {
        var endpoint = Given.Length > 0 ? Balancer.Start(Given) : CephScript.Start(Folder);
        using var client = new AmazonS3Client(
            new AmazonS3Config { ServiceURL = endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        client.PutBucketAsync(Bucket).GetAwaiter().GetResult();
        return endpoint;
    }
}
