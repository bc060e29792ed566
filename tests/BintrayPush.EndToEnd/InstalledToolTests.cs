using System.Globalization;
using System.Runtime.InteropServices;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The program bintray the way its users get it: packed, installed, and run by its name.</summary>
[TestClass]
public sealed class InstalledToolTests : ServerScenario
{
    private const string ToolPackage = "BintrayPush.Cli";

    private static string Runtime => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    [TestMethod]
    public void The_tool_is_installed_from_its_package_and_pushes()
    {
        // What was built with these tests; the installed program finds the runtime that runs them.
        CreateRepository();
        Pack("--no-build", "-c", Machine.Configuration);
        PackedPages.AreWhole(FileOf(ToolPackage));
        Install(ToolPackage);
        Environment["DOTNET_ROOT"] = Runtime;

        Works();
    }

    [TestMethod]
    public void The_tool_per_runtime_is_a_native_program_here_and_the_rest_installs_by_its_own_name()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Tool.Missing("A native program can be built for the machine that builds it alone, and there is one for Linux on x64.");
        }

        _ = Tool.Compiler.File();
        CreateRepository();
        string[] apart = ["--artifacts-path", At("artifacts"), "-p:RunAnalyzers=false"];
        Pack([.. apart, "-p:ToolPointer=true"]);
        Pack([.. apart, "-r", "any"]);
        Pack([.. apart, "-r", "linux-x64"]);
        PackedPages.AreWhole(FileOf(ToolPackage));
        const long MostBytes = 17 * 1024 * 1024;

        // No runtime is found, so nothing but a native program can run.
        Install(ToolPackage);
        Environment["DOTNET_ROOT"] = At("no-runtime");
        Environment["PATH"] = "/usr/bin:/bin";
        Works();
        var native = new FileInfo(ToolFile).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        Assert.IsLessThan(MostBytes, new FileInfo(native).Length);
        var ofNative = ProcessorSeconds(native);

        Uninstall(ToolPackage);
        Install($"{ToolPackage}.any");
        Environment["DOTNET_ROOT"] = Runtime;
        Works();

        // A third of the processor time, measured; half leaves room for a machine that is busy.
        Assert.IsLessThan(ProcessorSeconds(ToolFile) / 2, ofNative);
    }

    /// <summary>Each kind of command once, into a folder and to a server.</summary>
    private void Works()
    {
        var folder = Guid.NewGuid().ToString("N")[..8];
        Write("one/ä.txt", "1");
        Environment.Remove("BINTRAY_API_KEY");
        string[] into = ["--url", folder, "--repo", "acme/tools", "--package", "lib", "--version", "1"];

        Bintray("--help").Succeeds().Says("push <files>");
        Bintray(["plan", "one", .. into]).Succeeds();
        Bintray(["push", "one", .. into, "--receipt", $"{folder}.json"]).Succeeds().Says(": 1 uploaded, 1 B, ");
        Bintray(["push", "one", .. into, "--json"]).Succeeds().Says("\"Unchanged\"");
        Bintray("verify", $"{folder}.json").Succeeds();
        Bintray("show", "acme/tools/lib/1", "--url", folder).Succeeds().Says("ä.txt");
        Bintray("get", "acme/tools/ä.txt", "--url", folder, "-o", $"{folder}.txt").Succeeds();
        Bintray("explain", "BTP3001").Succeeds().Says("BTP3001");
        Bintray("push", "nothing", "--url", folder, "--repo", "acme/tools", "--package", "lib", "--version", "1").FailsWith("BTP1004");
        Assert.AreEqual("1", File.ReadAllText(At(folder, "dl", "acme", "tools", "ä.txt")));
        Assert.AreEqual("1", File.ReadAllText(At($"{folder}.txt")));

        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        var version = Guid.NewGuid().ToString("N")[..8];
        Bintray("push", "one", "--url", Server.Url, "--repo", Repo, "--package", "lib", "--version", version, "--path", version)
            .Succeeds().Says(": 1 uploaded, 1 B, ");
        IsServed($"{version}/ä.txt", At("one", "ä.txt"));
    }

    private void Pack(params string[] arguments) => Command.Dotnet(
        NextLog(), Machine.Sources, [],
        ["pack", "src/BintrayPush.Cli", "-o", At("feed"), $"-p:PackageVersion={Machine.Version}", .. arguments]).Succeeds();

    private void Install(string package)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{At("feed")}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        Dotnet(
            "tool", "install", package, "--version", Machine.Version, "--tool-path", At("tools"), "--configfile", At("nuget.config"))
            .Succeeds();
    }

    private void Uninstall(string package) => Dotnet("tool", "uninstall", package, "--tool-path", At("tools")).Succeeds();

    private string FileOf(string package) => At("feed", $"{package}.{Machine.Version}.nupkg");

    private string ToolFile => At("tools", OperatingSystem.IsWindows() ? "bintray.exe" : "bintray");

    private Command Bintray(params string[] arguments) => Command.Run(NextLog(), Folder, Environment, ToolFile, arguments);

    /// <summary>What a program that says its version twenty times takes.</summary>
    private double ProcessorSeconds(string program)
    {
        const string Script = "for i in {1..20}; do \"$0\" --version >/dev/null || exit 1; done; times";
        var said = Command.Run(NextLog(), Folder, Environment, Tool.Bash.File(), "-c", Script, program).Succeeds().Lines;
        // The second line is of the children: 0m1.234s 0m0.567s
        return said.Last(line => line.Contains('m', StringComparison.Ordinal)).Split(' ').Sum(
            time => (double.Parse(time.Split('m')[0], CultureInfo.InvariantCulture) * 60)
                + double.Parse(time.Split('m')[1].TrimEnd('s'), CultureInfo.InvariantCulture));
    }
}
