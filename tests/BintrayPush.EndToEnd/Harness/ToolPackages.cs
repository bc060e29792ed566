using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// The packages of bintray for single runtimes and the one that points to them. A native program takes minutes to make, so they are
/// made only if BINTRAYPUSH_NATIVE asks for them (<c>tests/native-tool</c>), once per run, by the commands that CONTRIBUTING.md prints,
/// under <see cref="Machine.ReleaseVersion"/>.
/// </summary>
public static class ToolPackages
{
    public const string Pointer = "BintrayPush.Cli";

    public const string Rest = $"{Pointer}.any";

    public const string Native = $"{Pointer}.linux-x64";

    private const string Asked = "BINTRAYPUSH_NATIVE";

    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The folder they lie in; where a native program is not asked for, or cannot be made, the test ends here.</summary>
    public static string Feed()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Asked)))
        {
            Assert.Inconclusive($"A native program takes minutes to make: tests/native-tool does, and sets {Asked}.");
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Tool.Missing("A native program can be made for the machine that makes it alone, and there is one for Linux on x64.");
        }

        _ = Tool.Compiler.File();
        if (!File.Exists("/usr/include/stdlib.h"))
        {
            Tool.Missing("The C library cannot be linked to on this machine; on Debian: apt-get install libc6-dev.");
        }

        return Made.Value;
    }

    /// <summary>A feed as it looks to a machine that no native program fits.</summary>
    public static void CopyForOthers(string feed)
    {
        Directory.CreateDirectory(feed);
        File.Copy(FileOf(Feed(), Rest), FileOf(feed, Rest));
        File.Copy(FileOf(Feed(), Pointer), FileOf(feed, Pointer));
        using var package = ZipFile.Open(FileOf(feed, Pointer), ZipArchiveMode.Update);
        using var settings = package.Entries.Single(entry => entry.Name == "DotnetToolSettings.xml").Open();
        var document = XDocument.Load(settings);
        document.Descendants("RuntimeIdentifierPackage").Single(entry => entry.Attribute("Id")!.Value == Native).Remove();
        settings.SetLength(0);
        document.Save(settings);
    }

    public static string FileOf(string feed, string package) => Path.Combine(feed, $"{package}.{Machine.ReleaseVersion}.nupkg");

    /// <summary>The package is what a plain tool is: of the type, and with the settings, that SDKs before 10 know.</summary>
    public static void IsPlain(string package)
    {
        using var archive = ZipFile.OpenRead(FileOf(Feed(), package));
        var types = Read(".nuspec").Descendants().Where(element => element.Name.LocalName == "packageType");
        Assert.Contains("DotnetTool", types.Select(type => type.Attribute("name")!.Value));
        var settings = Read("DotnetToolSettings.xml").Root!;
        Assert.AreEqual("1", settings.Attribute("Version")!.Value);
        Assert.AreEqual("dotnet", settings.Descendants("Command").Single().Attribute("Runner")!.Value);

        XDocument Read(string ending)
        {
            using var content = archive.Entries.Single(entry => entry.Name.EndsWith(ending, StringComparison.Ordinal)).Open();
            return XDocument.Load(content);
        }
    }

    private static string Make()
    {
        var folder = Path.Combine(Machine.Root, "tool-packages");
        Directory.CreateDirectory(folder);
        var printed = File.ReadLines(Path.Combine(Machine.Sources, "CONTRIBUTING.md"))
            .Where(line => line.StartsWith("dotnet pack src/BintrayPush.Cli ", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(3, printed);
        foreach (var (number, command) in printed.Index())
        {
            Command.Dotnet(
                Path.Combine(folder, $"{number}.log"), Machine.Sources, [],
                [
                    .. command.Replace(" packages", $" {folder}", StringComparison.Ordinal).Split(' ')[1..],
                    $"-p:PackageVersion={Machine.ReleaseVersion}", "-p:RunAnalyzers=false",
                    "--artifacts-path", Path.Combine(folder, "artifacts"),
                ]).Succeeds();
        }

        return folder;
    }
}
