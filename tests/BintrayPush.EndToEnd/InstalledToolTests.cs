using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The program bintray the way its users get it: packed, installed, and run by its name.</summary>
[TestClass]
public sealed class InstalledToolTests : ServerScenario
{
    /// <summary>Half a MiB more than it has now: what a library brings along is seen, and our own code may grow.</summary>
    private const long MostBytes = (27 * 1024 * 1024) + (256 * 1024);

    private static string Runtime => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private string ToolFile => At("tools", OperatingSystem.IsWindows() ? "bintray.exe" : "bintray");

    [TestMethod]
    public void The_tool_is_installed_from_its_package_and_pushes()
    {
        // What was built with these tests; the installed program finds the runtime that runs them.
        CreateRepository();
        Command.Dotnet(
            NextLog(), Machine.Sources, [],
            "pack", "src/BintrayPush.Cli", "--no-build", "-c", Machine.Configuration, "-o", At("feed"),
            $"-p:PackageVersion={Machine.ReleaseVersion}").Succeeds();
        PackedPages.AreWhole(ToolPackages.FileOf(At("feed"), ToolPackages.Pointer));
        Install(ToolPackages.Pointer, At("feed"));
        Environment["DOTNET_ROOT"] = Runtime;

        Works();
    }

    [TestMethod]
    public void The_tool_per_runtime_is_a_native_program_here_and_the_rest_elsewhere_or_by_its_own_name()
    {
        var feed = ToolPackages.Feed();
        CreateRepository();
        foreach (var package in new[] { ToolPackages.Pointer, ToolPackages.Rest, ToolPackages.Native })
        {
            PackedPages.AreWhole(ToolPackages.FileOf(feed, package));
        }

        // No runtime is found, so nothing but a native program can run.
        Install(ToolPackages.Pointer, feed);
        Directory.CreateDirectory(At("no-runtime"));
        Environment["DOTNET_ROOT"] = At("no-runtime");
        Environment["PATH"] = "/usr/bin:/bin";
        Works();
        IsNative(ToolFile);
        var native = SpentBy(ToolFile);
        Uninstall(ToolPackages.Pointer);

        ToolPackages.CopyForOthers(At("elsewhere"));
        Install(ToolPackages.Pointer, At("elsewhere"));
        Bintray("--version").Fails();
        Environment["DOTNET_ROOT"] = Runtime;
        Works();
        var rest = SpentBy(ToolFile);
        Uninstall(ToolPackages.Pointer);

        // An SDK before 10 does not read the package that points to others, nor a type that it does not know.
        ToolPackages.IsPlain(ToolPackages.Rest);
        Install(ToolPackages.Rest, feed);
        Bintray("--version").Succeeds().Says(".");

        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Processor time, native to rest: start {native.Start / rest.Start:0.00}, push {native.Push / rest.Push:0.00}"));
        // Measured: 0.35 to 0.41, and 0.15 to 0.23, on a machine with eight times the work that it has processors for.
        Assert.IsLessThan(rest.Start * 2 / 3, native.Start, "To start takes the native program too much of what it takes the other.");
        Assert.IsLessThan(rest.Push / 2, native.Push, "To push takes the native program too much of what it takes the other.");
    }

    /// <summary>Each kind of command, into a folder and to a server, for a user whose i and whose decimal point are others.</summary>
    private void Works()
    {
        Environment["LC_ALL"] = "tr_TR.UTF-8";
        Bintray("--help").Succeeds().Says("push <files>");
        Bintray("explain", "BTP3001").Succeeds().Says("BTP3001");
        Bintray("completion", "bash").Succeeds().Says("complete ");
        Bintray("push", "nothing", "--url", "folder", "--repo", "acme/tools", "--package", "lib", "--version", "1").FailsWith("BTP1004");

        Environment.Remove("BINTRAY_API_KEY");
        var folder = $"folder-{Guid.NewGuid().ToString("N")[..8]}";
        Pushes(folder, "acme/tools", folder);
        Assert.AreEqual("1", File.ReadAllText(At(folder, "dl", "acme", "tools", folder, "INDEX-ä.txt")));

        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        var version = Guid.NewGuid().ToString("N")[..8];
        Pushes(Server.Url, Repo, version);
        IsServed($"{version}/INDEX-ä.txt", At("one", "INDEX-ä.txt"));
    }

    private void Pushes(string url, string repository, string version)
    {
        Write("one/INDEX-ä.txt", "1");
        string[] into = ["--url", url, "--repo", repository, "--package", "lib", "--version", version, "--path", version];

        Bintray(["plan", "one", .. into]).Succeeds();
        var said = Bintray(["push", "one", .. into, "--receipt", $"{version}.json"]).Succeeds();
        StringAssert.Matches(said.Output, new Regex(@": 1 uploaded, 1 B, \d+\.\d s"));
        Bintray(["push", "one", .. into, "--json"]).Succeeds().Says("\"Unchanged\"");
        Bintray("verify", $"{version}.json").Succeeds();
        Bintray("show", $"{repository}/lib/{version}", "--url", url).Succeeds().Says("INDEX-ä.txt");
        Bintray("show", $"{repository}/lib/{version}", "--url", url, "--json").Succeeds().Says("\"schemaVersion\": 1");
        Bintray("get", $"{repository}/{version}/INDEX-ä.txt", "--url", url, "-o", $"{version}.txt").Succeeds();
        Assert.AreEqual("1", File.ReadAllText(At($"{version}.txt")));
    }

    /// <summary>Nothing but one program file, not too large.</summary>
    private static void IsNative(string link)
    {
        var program = new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true)!;
        CollectionAssert.AreEquivalent(
            new[] { "bintray", "DotnetToolSettings.xml" }, Directory.GetFileSystemEntries(Path.GetDirectoryName(program.FullName)!)
                .Select(Path.GetFileName).ToArray());
        using var content = File.OpenRead(program.FullName);
        var magic = new byte[4];
        content.ReadExactly(magic);
        CollectionAssert.AreEqual("\u007fELF"u8.ToArray(), magic);
        Assert.IsLessThan(MostBytes, content.Length);
    }

    private void Install(string package, string feed)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        Dotnet(
            "tool", "install", package, "--version", Machine.ReleaseVersion, "--tool-path", At("tools"),
            "--configfile", At("nuget.config")).Succeeds();
    }

    private void Uninstall(string package) => Dotnet("tool", "uninstall", package, "--tool-path", At("tools")).Succeeds();

    private Command Bintray(params string[] arguments) => Command.Run(NextLog(), Folder, Environment, ToolFile, arguments);

    /// <summary>The processor time of starts, and of pushes that find everything in place.</summary>
    private (double Start, double Push) SpentBy(string program)
    {
        string[] push = ["push", "one", "--url", At("measured"), "--repo", "acme/tools", "--package", "lib", "--version", "1"];
        Bintray(push).Succeeds();
        return (ProcessorSeconds(program, "--version"), ProcessorSeconds(program, push));
    }

    /// <summary>What a program takes that runs ten times.</summary>
    private double ProcessorSeconds(string program, params string[] arguments)
    {
        const string Script = "for i in {1..10}; do \"$0\" \"$@\" >/dev/null || exit 1; done; times";
        var said = Command.Run(NextLog(), Folder, Environment, Tool.Bash.File(), ["-c", Script, program, .. arguments]).Succeeds().Lines;
        // The second line is of the children: 0m1.234s 0m0.567s
        return said.Last(line => line.Contains('m', StringComparison.Ordinal)).Split(' ').Sum(
            time => (double.Parse(time.Split('m')[0], CultureInfo.InvariantCulture) * 60)
                + double.Parse(time.Split('m')[1].TrimEnd('s'), CultureInfo.InvariantCulture));
    }
}
