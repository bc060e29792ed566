using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The server as what people install: a .NET tool.</summary>
[TestClass]
public sealed class ServerToolTests : Scenario
{
    [TestMethod]
    public void The_server_can_be_installed_as_a_tool_and_adds_users()
    {
        Command.Dotnet(
            At("pack.log"), Machine.Sources, [],
            "pack", "src/BintrayPush.Server", "--artifacts-path", Path.Combine(
                Machine.Root, "artifacts"), "-o", At("feed"), $"-p:PackageVersion={Machine.Version}", "-p:RunAnalyzers=false").Succeeds();
        PackedPages.AreWhole(At("feed", $"BintrayPush.Server.{Machine.Version}.nupkg"));
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{At("feed")}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        Dotnet("tool", "install", "BintrayPush.Server", "--tool-path", At("tools"), "--version", Machine.Version).Succeeds();

        // Where the runtime lies that runs this test: <root>/shared/Microsoft.NETCore.App/<version>/.
        Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var help = Command.Run(At("help.log"), Folder, Environment, At("tools", "bintray-server"), "--help").Succeeds();
        help.Says("--data").Says("user");
        var key = Command.Run(
            At("user.log"),
            Folder,
            Environment,
            At("tools", "bintray-server"),
            "user",
            "add",
            "joe",
            "--data",
            At("data"),
            "--role",
            "acme=admin")
            .Succeeds().Lines.Last(line => line.Length > 0);
        StringAssert.Matches(key, new Regex("^[0-9a-f]{40}$"));
        Assert.IsTrue(File.Exists(At("data", "user", "joe.json")));
    }
}
