namespace BintrayPush.Feed.Tests;

/// <summary>The client keeps answers by their address, also for other processes: ours are nobody else's.</summary>
[TestClass]
public static class PrivateCaches
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("bintray-feed-").FullName;

    [AssemblyInitialize]
    public static void Set(TestContext _) => Environment.SetEnvironmentVariable("NUGET_HTTP_CACHE_PATH", Folder);

    [AssemblyCleanup]
    public static void Delete() => Directory.Delete(Folder, recursive: true);
}
