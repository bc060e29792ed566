using BintrayPush.Server.Rehearsal;

namespace BintrayPush.Server.Tests.Rehearsal;

/// <summary>A file with faults, and servers that make them.</summary>
internal sealed class FaultScene : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-faults-").FullName;

    public FaultScene(string text) => System.IO.File.WriteAllText(File, text);

    public string File => Path.Combine(_folder, "faults.json");

    /// <summary>All that is wrong in the file, each in a line.</summary>
    public string Wrong => string.Join('\n', FaultFile.Read(File).Wrong).Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>Faults without what stands around them.</summary>
    public static FaultScene Of(string faults, int seed = 1) => new($$"""{ "seed": {{seed}}, "faults": [ {{faults}} ] }""");

    /// <summary>A server that makes them, with a package and a published file.</summary>
    public async Task<RunningServer> StartAsync(TimeProvider? time = null)
    {
        var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { Faults = File, Time = time ?? TimeProvider.System });
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/0.9/old.txt;publish=1", "0123456789")).Status);
        return server;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
