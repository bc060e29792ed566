using System.Runtime.InteropServices;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The program bintray the way its users get it: packed, installed, and run by its name.</summary>
[TestClass]
public sealed class InstalledToolTests : Scenario
{
    [TestMethod]
    public void The_tool_is_installed_from_its_package_and_pushes_into_a_folder()
    {
        // What was built with these tests; the installed program finds the runtime that runs them.
        Command.Dotnet(
            NextLog(), Machine.Sources, [],
            "pack",
            "src/BintrayPush.Cli",
            "--no-build",
            "-c",
            Machine.Configuration,
            "-o",
            At("feed"),
            $"-p:PackageVersion={Machine.Version}").Succeeds();
        PackedPages.AreWhole(At("feed", $"BintrayPush.Cli.{Machine.Version}.nupkg"));
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{At("feed")}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        Dotnet(
            "tool",
            "install",
            "BintrayPush.Cli",
            "--version",
            Machine.Version,
            "--tool-path",
            At("tools"),
            "--configfile",
            At("nuget.config")).Succeeds();
        Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        Write("one.txt", "1");

        Bintray("--help").Succeeds().Says("push <files>");
        Bintray("push", "one.txt", "--url", "store", "--repo", "acme/tools", "--package", "lib", "--version", "1").Succeeds()
            .Says(": 1 uploaded, 1 B, ");

        Assert.AreEqual("1", File.ReadAllText(At("store", "dl", "acme", "tools", "one.txt")));
    }

    private Command Bintray(params string[] arguments) =>
        Command.Run(NextLog(), Folder, Environment, At("tools", OperatingSystem.IsWindows() ? "bintray.exe" : "bintray"), arguments);
}
