using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What a build pushes into a folder is a NuGet feed of any web server, by the program in the package.</summary>
[TestClass]
public sealed class StaticFeedTests : Scenario
{
    private PlainWebServer _web = null!;

    private string[] Push => ["-c", "Release", "-t:PushToBintray", "-p:BintrayStaticFeed=true", $"-p:BintrayDownloadUrl={_web.Url}"];

    private string Index => $"{_web.Url}/local/nuget/v3/index.json";

    [TestInitialize]
    public async Task StartAsync()
    {
        _web = await PlainWebServer.StartAsync(At("home", "repository", "dl"));
        // A client believes what it has read of a feed for half an hour.
        Environment["NUGET_HTTP_CACHE_PATH"] = At("http-cache");
    }

    [TestCleanup]
    public Task StopAsync() => _web.DisposeAsync().AsTask();

    [TestMethod]
    public void What_builds_push_into_a_folder_is_restored_by_another_project_from_plain_files_and_run()
    {
        Library("Acme.Base", "<Version>1.0.0</Version>");
        Dotnet(["build", "Acme.Base", .. Push]).Succeeds().Says($"feed {Index}: 1 package,").Says("1 uploaded");
        Library("Acme.Lib", "<Version>2.1.0</Version>", """<ProjectReference Include="../Acme.Base/Acme.Base.csproj" />""");
        Dotnet(["build", "Acme.Lib", .. Push]).Succeeds().Says($"feed {Index}: 2 packages,");

        IsRestored("Acme.Lib", "Acme_Lib.Class.Say() + Acme_Base.Class.Say()", "Acme.LibAcme.Base");

        Dotnet(["build", "Acme.Lib", .. Push]).Succeeds().Says($"feed {Index}: unchanged").Says("1 unchanged");
        Bintray("feed", "local/nuget", "--download-url", _web.Url).Succeeds().Says($"{Index}: 2 packages, 0 files written, 0 removed");
    }

    [TestMethod]
    public void A_release_of_many_projects_is_in_the_feed_once_it_is_public_and_a_push_in_the_background_too()
    {
        foreach (var name in (string[])["Acme.One", "Acme.Two"])
        {
            Write($"{name}/{name}.csproj", """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
                """);
            Write($"{name}/Class.cs", $"namespace {name.Replace('.', '_')}; public static class Class {{ public static string Say() => \"{name}\"; }}");
        }

        Write("release.proj", $"""
            <Project Sdk="{Machine.PackageId}/{Machine.Version}">
              <ItemGroup><BintrayProject Include="Acme.*/*.csproj" /></ItemGroup>
            </Project>
            """);
        Dotnet(["build", "release.proj", .. Push[2..]]).Succeeds().Says("2 uploaded").Says($"feed {Index}: 2 packages,");
        IsRestored("Acme.Two", "Acme_Two.Class.Say()", "Acme.Two");

        Library("Acme.Late");
        Dotnet(["build", "Acme.Late", .. Push, "-p:BintrayBackground=true"]).Succeeds();
        Bintray("jobs", "wait").Succeeds().Says("1 uploaded");
        IsRestored("Acme.Late", "Acme_Late.Class.Say()", "Acme.Late");
    }

    [TestMethod]
    public void Where_no_feed_can_be_nothing_is_pushed_and_one_that_cannot_be_written_is_an_error()
    {
        Library("Acme");
        Dotnet(["build", "Acme", .. Push, "-p:BintrayRepo=acme/files"]).FailsWith("BTP4080");
        Dotnet(["build", "Acme", .. Push, "-p:BintrayUrl=http://127.0.0.1:1", "-p:BintrayRepo=acme/files"]).FailsWith("BTP1135");
        Dotnet(["build", "Acme", .. Push, "-p:BintrayDownloadUrl="]).FailsWith("BTP1136").Says("BintrayDownloadUrl");
        Assert.IsEmpty(AllPublished("acme/files"));
        Assert.IsEmpty(AllPublished());

        Write("home/repository/dl/local/nuget/v3/flat", "a file in the way");
        Dotnet(["build", "Acme", .. Push]).FailsWith("BTP4081").Says("1 uploaded").Says("bintray feed local/nuget --url");
        Assert.IsTrue(File.Exists(Published("Acme.1.0.0.nupkg")));

        File.Delete(Published("v3/flat"));
        Dotnet(["build", "Acme", .. Push]).Succeeds().Says("1 unchanged").Says($"feed {Index}: 1 package,");
    }

    private void IsRestored(string package, string says, string expected)
    {
        Write("consumer/nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="acme" value="{Index}" allowInsecureConnections="true" /></packageSources>
              <packageSourceMapping><clear /><packageSource key="acme"><package pattern="*" /></packageSource></packageSourceMapping>
            </configuration>
            """);
        Write("consumer/consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="*" /></ItemGroup>
            </Project>
            """);
        Write("consumer/Program.cs", $"System.Console.WriteLine(\"It says \" + {says});");
        Dotnet("run", "--project", "consumer").Succeeds().Says($"It says {expected}");
    }

    private Command Bintray(params string[] arguments) => Command.Dotnet(
        NextLog(), Folder, Environment, ["exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), .. arguments]);
}
