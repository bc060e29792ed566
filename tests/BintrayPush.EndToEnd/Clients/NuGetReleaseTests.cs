using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>Restores while packages that need each other are released again and again.</summary>
[TestClass]
public sealed class NuGetReleaseTests : ServerScenario
{
    private const int Packages = 20;
    private const int Clients = 16;
    private const int RestoresOfEach = 2;

    [TestMethod]
    public async Task No_restore_meets_packages_that_do_not_fit_together_while_they_are_released()
    {
        CreateRepository("nuget");
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        Release("1.0.0");
        for (var client = 1; client <= Clients; client++)
        {
            WriteClient($"client{client}");
        }

        var restored = 0;
        var clients = Enumerable.Range(1, Clients).Select(client => Task.Run(() =>
        {
            for (var i = 0; i < RestoresOfEach; i++)
            {
                Command.Dotnet(NextLog(), At($"client{client}"), Environment, "restore", "--force", "--no-http-cache").Succeeds();
                Interlocked.Increment(ref restored);
            }
        })).ToList();

        // Each time some of the clients are in the middle of a restore.
        foreach (var (version, after) in new[] { ("2.0.0", Clients / 2), ("3.0.0", Clients) })
        {
            while (Volatile.Read(ref restored) < after && !clients.TrueForAll(client => client.IsCompleted))
            {
                await Task.WhenAny([.. clients, Task.Delay(50)]);
            }

            Release(version);
        }

        await Task.WhenAll(clients);
        Command.Dotnet(NextLog(), At("client1"), Environment, "restore", "--force", "--no-http-cache").Succeeds();
        StringAssert.Contains(
            await File.ReadAllTextAsync(At("client1", "obj", "project.assets.json")), $"Acme.P{Packages:00}/3.0.0", StringComparison.Ordinal);
    }

    /// <summary>Each package needs the next one of exactly its own version.</summary>
    private void Release(string version)
    {
        var files = new List<string>();
        for (var number = 1; number <= Packages; number++)
        {
            var id = $"Acme.P{number:00}";
            var needs = number < Packages ? $"""<dependency id="Acme.P{number + 1:00}" version="[{version}]" />""" : "";
            var file = At($"{id}.{version}.nupkg");
            using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
            zip.CreateEntry("lib/netstandard2.0/_._").Open().Dispose();
            using var manifest = new StreamWriter(zip.CreateEntry($"{id}.nuspec").Open());
            manifest.Write($"""
                <package><metadata><id>{id}</id><version>{version}</version><authors>Acme</authors><description>Fits.</description>
                <dependencies><group targetFramework="netstandard2.0">{needs}</group></dependencies></metadata></package>
                """);
            files.Add(Path.GetFileName(file));
        }

        string[] push =
        [
            "--roll-forward", "Major", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), "push", .. files, "--url", Server.Url, "--repo", Repo,
        ];
        Command.Dotnet(NextLog(), Folder, Environment, push).Succeeds().Says($"{Packages} uploaded");
    }

    private void WriteClient(string folder)
    {
        Write($"{folder}/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="acme" value="{On("nuget/{0}/v3/index.json")}" allowInsecureConnections="true" /></packageSources>
              <packageSourceMapping><clear /><packageSource key="acme"><package pattern="*" /></packageSource></packageSourceMapping>
            </configuration>
            """);
        Write($"{folder}/client.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.P01" Version="*" /></ItemGroup>
            </Project>
            """);
    }
}
