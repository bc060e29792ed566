using System.Security.Cryptography;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// A pipeline: packages that need each other are staged, restored and run from the feed of their group, promoted, and restored from the
/// public feed. The bytes are the same all the way.
/// </summary>
[TestClass]
public sealed class StagingPipelineTests : ServerScenario
{
    private static readonly string[] Ids = ["Acme.Base", "Acme.Lib", "Acme.App"];

    private string Public => On("nuget/{0}/v3/index.json");

    /// <summary>A release is the subject's, so each scenario has its own.</summary>
    private string Group => $"spring-{Repository}";

    private string Staged => On($"nuget/{{0}}/staged/{Group}/v3/index.json");

    [TestMethod]
    [DataRow(true, DisplayName = "by NuGet's protocol")]
    [DataRow(false, DisplayName = "by bintray stage and bintray promote")]
    public void What_is_tested_from_the_staged_feed_is_what_everybody_gets_after_the_promotion(bool isByProtocol)
    {
        CreateRepository("nuget");
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        Pack();
        if (isByProtocol)
        {
            StageByProtocol();
        }
        else
        {
            Write("outputs", "");
            Environment["GITHUB_OUTPUT"] = At("outputs");
            string[] files = [.. Ids.Select(id => At("out", $"{id}.1.0.0.nupkg"))];
            Bintray(["stage", .. files, "--release", Group, "--repo", Repo, "--receipt", "receipt.json"])
                .Succeeds().Says($"staged feed {Staged}").Says($"bintray promote {Group} --repo {ServerUsers.Subject}");
            StringAssert.Contains(File.ReadAllText(At("receipt.json")), Staged, StringComparison.Ordinal);
            Assert.Contains($"bintray-staged-feed={Staged}", File.ReadAllLines(At("outputs")), "The next step restores from it.");
        }

        IsNothingForStrangers();
        Consume("public", Public).Fails().Says("NU1101");
        Consume("staged", Staged, Public).Succeeds().Says("It says App of Lib of Base");
        Dotnet("run", "--no-restore", "--project", "staged").Succeeds().Says("It says App of Lib of Base");

        if (isByProtocol)
        {
            Curl("--fail-with-body", "--request", "POST", On($"nuget/{{0}}/v3/staging/groups/{Group}/promote")).Succeeds()
                .Says("\"files\":3");
        }
        else
        {
            Bintray("promote", Group, "--repo", Repo).Succeeds().Says("3 files became public");
        }

        IsNothingForStrangers();
        Consume("promoted", Public).Succeeds().Says("It says App of Lib of Base");
        foreach (var id in Ids)
        {
            var packed = Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(At("out", $"{id}.1.0.0.nupkg"))));
            Assert.AreEqual(packed, InstalledHash("staged", id), "What was tested is what was packed.");
            Assert.AreEqual(packed, InstalledHash("promoted", id), "What is public is what was tested.");
        }
    }

    private void StageByProtocol()
    {
        foreach (var id in Ids)
        {
            Curl(
                "--fail-with-body", "--request", "PUT",
                "--form", $"package=@{At("out", $"{id}.1.0.0.nupkg")}", "--form", $"groupId={Group}",
                On("nuget/{0}/v3/staging/package")).Succeeds().Says("\"status\":\"ready\"").Says(Staged);
        }
    }

    private Command Bintray(params string[] arguments)
    {
        var program = Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll");
        return Command.Dotnet(
            NextLog(), Folder, Environment, ["--roll-forward", "Major", program, .. arguments, "--url", Server.Url]);
    }

    /// <summary>Three libraries, each of which needs the one before.</summary>
    private void Pack()
    {
        string? needed = null;
        foreach (var id in Ids)
        {
            var reference = needed is null ? "" : $"""<ProjectReference Include="../{needed}/{needed}.csproj" />""";
            Write($"{id}/{id}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><Version>1.0.0</Version></PropertyGroup>
                  <ItemGroup>{reference}</ItemGroup>
                </Project>
                """);
            var name = id.Split('.')[1];
            var rest = needed is null ? "" : $""" + " of " + {needed}.Class.Say()""";
            Write(
                $"{id}/Class.cs",
                $$"""namespace {{id}}; public static class Class { public static string Say() => "{{name}}"{{rest}}; }""");
            needed = id;
        }

        Write("all.proj", $"""
            <Project>
              <ItemGroup><All Include="{string.Join(';', Ids.Select(id => $"{id}/{id}.csproj"))}" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(All)" Targets="Restore" /></Target>
              <Target Name="Pack"><MSBuild Projects="@(All)" Targets="Pack" Properties="PackageOutputPath={At("out")}" /></Target>
            </Project>
            """);
        Dotnet("msbuild", "all.proj", "-restore", "-t:Pack", "-p:Configuration=Release").Succeeds();
    }

    /// <summary>Restores, builds and runs a program that knows nothing but these sources, and keeps what it installs for itself.</summary>
    private Command Consume(string folder, params string[] sources)
    {
        Environment["NUGET_HTTP_CACHE_PATH"] = At($"{folder}-http-cache");
        var numbers = Enumerable.Range(0, sources.Length).ToList();
        var named = numbers.Select(i => $"""<add key="s{i}" value="{sources[i]}" allowInsecureConnections="true" />""");
        var mapped = numbers.Select(i => $"""<packageSource key="s{i}"><package pattern="*" /></packageSource>""");
        var logins = numbers.Where(i => sources[i] == Staged).Select(i => $"""
            <s{i}><add key="Username" value="{ServerUsers.Admin}" /><add key="ClearTextPassword" value="{Server.Key}" /></s{i}>
            """);
        Write($"{folder}/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear />{string.Concat(named)}</packageSources>
              <packageSourceMapping><clear />{string.Concat(mapped)}</packageSourceMapping>
              <packageSourceCredentials>{string.Concat(logins)}</packageSourceCredentials>
            </configuration>
            """);
        Write($"{folder}/consumer.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.App" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        Write($"{folder}/Program.cs", "System.Console.WriteLine(\"It says \" + Acme.App.Class.Say());");
        return Command.Dotnet(NextLog(), At(folder), Environment, "run");
    }

    private string InstalledHash(string folder, string id) => File.ReadAllText(
        At(folder, "packages", id.ToLowerInvariant(), "1.0.0", $"{id.ToLowerInvariant()}.1.0.0.nupkg.sha512")).Trim();

    private void IsNothingForStrangers()
    {
        foreach (var path in (string[])["index.json", "flat/acme.lib/index.json", "flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg"])
        {
            Anonymously("--output", At("answer"), "--write-out", "%{http_code}", On($"nuget/{{0}}/staged/{Group}/v3/{path}"))
                .Succeeds().Says("404");
        }
    }
}
