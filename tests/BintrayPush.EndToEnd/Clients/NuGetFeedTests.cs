using System.Security.Cryptography;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>The dotnet command uses a repository as a NuGet feed: what it and PushToBintray bring is found, restored and run.</summary>
[TestClass]
public sealed class NuGetFeedTests : ServerScenario
{
    private string Feed => On("nuget/{0}/v3/index.json");

    private static string Key => $"{ServerUsers.Admin}:{Server.Key}";

    [TestInitialize]
    public void UseOwnCaches()
    {
        CreateRepository("nuget");
        // A client believes what it has read of a feed for half an hour.
        Environment["NUGET_HTTP_CACHE_PATH"] = At("http-cache");
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
    }

    [TestMethod]
    public void What_a_build_pushes_is_restored_by_another_project_over_http_and_run()
    {
        Library("Acme.Pushed", "<Version>3.1.4</Version>");
        Dotnet(
            "build", "Acme.Pushed", "-c", "Release", "-t:PushToBintray", $"-p:BintrayUrl={Server.Url}", $"-p:BintrayRepo={Repo}").Succeeds();
        Consumer("""<PackageReference Include="Acme.Pushed" Version="3.*" />""", "Acme_Pushed.Class.Say()");

        Dotnet("run", "--project", "consumer").Succeeds().Says("It says Acme.Pushed");

        var hash = Convert.ToBase64String(SHA512.HashData(Server.Download(Repository, "Acme.Pushed.3.1.4.nupkg")!));
        StringAssert.Contains(File.ReadAllText(At("consumer", "packages.lock.json")), hash, StringComparison.Ordinal);
    }

    [TestMethod]
    public void The_dotnet_command_pushes_finds_adds_and_deletes()
    {
        const string Symbols = "<IncludeSymbols>true</IncludeSymbols><SymbolPackageFormat>snupkg</SymbolPackageFormat>";
        Consumer("", "1");
        foreach (var version in (string[])["1.0.0", "1.1.0", "2.0.0-rc.1"])
        {
            Write("lib/lib.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageId>Acme.Lib</PackageId>
                <Version>{version}</Version><Description>Adds.</Description>{Symbols}</PropertyGroup></Project>
                """);
            Write("lib/Class.cs", "namespace Acme.Lib; public static class Class { public static int One => 1; }");
            Dotnet("pack", "lib", "-o", At("out")).Succeeds();
            Push($"Acme.Lib.{version}.nupkg").Succeeds().Says($"Acme.Lib.{version}.snupkg");
        }

        Push("Acme.Lib.1.0.0.nupkg").Succeeds();
        Write("lib/Class.cs", "namespace Acme.Lib; public static class Class { public static int One => 2; }");
        Dotnet("pack", "lib", "-o", At("other"), "-p:Version=1.0.0").Succeeds();
        File.Copy(At("other", "Acme.Lib.1.0.0.nupkg"), At("out", "Acme.Lib.1.0.0.nupkg"), overwrite: true);
        Push("Acme.Lib.1.0.0.nupkg", "--no-symbols").Fails().Says("409").Says("lib/net10.0/lib.dll");
        Push("Acme.Lib.1.0.0.nupkg", "--no-symbols", "--skip-duplicate").Succeeds().Says("already exists");

        InConsumer("package", "search", "lib", "--source", "acme").Succeeds().Says("Acme.Lib").Says("1.1.0").DoesNotSay("2.0.0-rc.1");
        InConsumer("package", "search", "lib", "--prerelease", "--source", "acme").Succeeds().Says("2.0.0-rc.1");
        InConsumer("add", "package", "Acme.Lib", "--version", "1.0.0").Succeeds();
        InConsumer("list", "package", "--outdated").Succeeds().Says("1.1.0");

        Server.Ask(
            "POST", $"packages/{Repo}/Acme.Lib/versions/1.0.0/attributes",
            """[{"name":"nuget.deprecated","values":["CriticalBugs"]},{"name":"nuget.deprecation.alternative","values":["Acme.Lib/1.1.0"]}]""");
        InConsumer("nuget", "delete", "Acme.Lib", "1.1.0", "-s", "acme", "-k", Key, "--non-interactive").Succeeds();
        Environment["NUGET_HTTP_CACHE_PATH"] = At("later-http-cache");
        InConsumer("list", "package", "--deprecated").Succeeds().Says("CriticalBugs").Says("Acme.Lib >= 1.1.0");
        InConsumer("package", "search", "lib", "--source", "acme").Succeeds().Says("1.0.0").DoesNotSay("1.1.0");
        InConsumer("add", "package", "Acme.Lib", "--version", "1.1.0").Succeeds();
    }

    [TestMethod]
    public void What_is_known_to_be_vulnerable_is_said_at_a_restore_and_in_a_list()
    {
        Library("Acme.Holed", "<Version>1.0.0</Version>");
        string[] push =
        [
            "build", "Acme.Holed", "-c", "Release", "-t:PushToBintray", $"-p:BintrayUrl={Server.Url}", $"-p:BintrayRepo={Repo}",
        ];
        Dotnet(push).Succeeds();
        Dotnet([.. push, "-p:Version=1.1.0"]).Succeeds();
        Consumer("""<PackageReference Include="Acme.Holed" Version="1.0.0" />""", "Acme_Holed.Class.Say()");

        InConsumer("restore").Succeeds().Says("NU1903");
        InConsumer("list", "package", "--vulnerable").Succeeds().Says("Acme.Holed").Says("High").Says("https://advisories.example.org/1");
        InConsumer("add", "package", "Acme.Holed", "--version", "1.1.0").Succeeds();
        InConsumer("list", "package", "--vulnerable").Succeeds().DoesNotSay("advisories.example.org");
    }

    [TestMethod]
    public void A_tool_is_installed_from_the_feed_and_a_private_feed_asks_for_a_login()
    {
        Write("tool/tool.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>
            <PackageId>Acme.Tool</PackageId><Version>1.0.0</Version><PackAsTool>true</PackAsTool><ToolCommandName>acme-tool</ToolCommandName>
            </PropertyGroup></Project>
            """);
        Write("tool/Program.cs", "System.Console.WriteLine(\"a tool\");");
        Dotnet("pack", "tool", "-o", At("out")).Succeeds();
        Consumer("", "1");
        Push("Acme.Tool.1.0.0.nupkg").Succeeds();
        Server.Ask("PATCH", $"repos/{Repo}", """{"private":true}""");

        InConsumer("tool", "install", "Acme.Tool", "--tool-path", At("denied")).Fails().Says("401");
        Write("consumer/nuget.config", Sources($"""
            <packageSourceCredentials><acme>
              <add key="Username" value="{ServerUsers.Admin}" /><add key="ClearTextPassword" value="{Server.Key}" />
            </acme></packageSourceCredentials>
            """));
        InConsumer("tool", "install", "Acme.Tool", "--tool-path", At("tools")).Succeeds();

        Assert.IsTrue(Directory.GetFiles(At("tools"), "acme-tool*").Length > 0);
    }

    private Command Push(string package, params string[] more) => InConsumer(
        ["nuget", "push", At("out", package), "-s", "acme", "-k", Key, .. more]);

    private Command InConsumer(params string[] arguments) => Command.Dotnet(NextLog(), At("consumer"), Environment, arguments);

    private void Consumer(string items, string says)
    {
        Write("consumer/nuget.config", Sources());
        Write("consumer/consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        Write("consumer/Program.cs", $"System.Console.WriteLine(\"It says \" + {says});");
    }

    private string Sources(string more = "") => $"""
        <configuration>
          <packageSources><clear /><add key="acme" value="{Feed}" allowInsecureConnections="true" /></packageSources>
          <packageSourceMapping><clear /><packageSource key="acme"><package pattern="*" /></packageSource></packageSourceMapping>
          {more}
        </configuration>
        """;
}
