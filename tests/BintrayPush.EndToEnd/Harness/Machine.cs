using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// What all scenarios share: a feed with the package under test, packed once per run under a version of its own (NuGet would take
/// the old one from its cache otherwise), a package folder, and the sources this machine is configured with.
/// </summary>
[TestClass]
public static class Machine
{
    private static readonly Regex Source = new(@"^\s*\d+\.\s+(?<name>.+?) \[Enabled\]\s*$");

    public const string PackageId = "BintrayPush.Build";

    /// <summary>How these tests were built, and what they test.</summary>
#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    /// <summary>The root of this repository.</summary>
    public static string Sources { get; } = FindSources();

    /// <summary>Everything that this run makes.</summary>
    public static string Root { get; } = Path.Combine(Path.GetTempPath(), "bintraypush-e2e", Guid.NewGuid().ToString("N")[..8]);

    /// <summary>The version under which the package was packed.</summary>
    public static string Version { get; } = $"1.0.0-t{DateTime.UtcNow:yyyyMMddHHmmss}";

    /// <summary>A version that is in nobody's cache, for commands that take the newest release. Assemblies can have it too.</summary>
    public static string ReleaseVersion { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"1.{(DateTime.UtcNow - DateTime.UnixEpoch).Days}.{(int)DateTime.UtcNow.TimeOfDay.TotalSeconds / 2}");

    public static string Feed => Path.Combine(Root, "feed");

    public static string Package => Path.Combine(Feed, $"{PackageId}.{Version}.nupkg");

    [AssemblyInitialize]
    public static void Pack(TestContext _)
    {
        Directory.CreateDirectory(Root);
        WriteConfiguration();

        // What was built with these tests; building it again would cost a minute.
        var pack = Command.Dotnet(
            Path.Combine(Root, "pack.log"), Sources, [],
            "pack", "src/BintrayPush.Build", "--no-build", "-c", Configuration, "-o", Feed, $"-p:PackageVersion={Version}");
        pack.Succeeds();
        ZipFile.ExtractToDirectory(Package, Unpacked);
    }

    /// <summary>The package as plain files, for projects that cannot reference it.</summary>
    public static string Unpacked { get; } = Path.Combine(Root, "unpacked");

    /// <summary>This repository as a fresh clone has it: nothing is built yet.</summary>
    public static void CopySources(string target)
    {
        string[] made = ["bin", "obj", "TestResults", "node_modules"];
        string[] parts = ["Sdk", "build", "buildMultiTargeting", "bench", "docs", "samples", "src", "tests"];
        foreach (var file in parts.SelectMany(part => Directory.GetFiles(Path.Combine(Sources, part), "*", SearchOption.AllDirectories))
                     .Concat(Directory.GetFiles(Sources)))
        {
            var path = Path.GetRelativePath(Sources, file);
            if (path != ".git" && !path.Split(Path.DirectorySeparatorChar).Any(made.Contains))
            {
                var copy = Path.Combine(target, path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Leaves nothing behind, unless a scenario failed and kept its folder.</summary>
    [AssemblyCleanup]
    public static void CleanUp()
    {
        SharedServer.Stop();
        CephGateway.Stop();
        if (!Directory.Exists(Scenario.Folders) || Directory.GetDirectories(Scenario.Folders).Length == 0)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    /// <summary>
    /// Nothing of the surroundings may reach the projects: neither this repository's settings nor the user's package folder.
    /// </summary>
    private static void WriteConfiguration()
    {
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(Path.Combine(Root, name), "<Project />");
        }

        File.WriteAllText(Path.Combine(Root, ".editorconfig"), "root = true");
        File.WriteAllText(Path.Combine(Root, "global.json"), "{}");

        var sources = ConfiguredSources();
        new XElement("configuration",
            new XElement("packageSources",
                new XElement("clear"),
                Added(PackageId, Feed),
                sources.Select(source => Added(source.Name, source.Url))),
            new XElement("packageSourceMapping",
                new XElement("clear"),
                Mapped(PackageId, PackageId),
                sources.Select(source => Mapped(source.Name, "*"))),
            new XElement("config", Added("globalPackagesFolder", Path.Combine(Root, "packages"))),
            new XElement("fallbackPackageFolders", new XElement("clear"), Added("machine", UsersPackages()))).Save(
                Path.Combine(Root, "nuget.config"));

        static XElement Added(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
        static XElement Mapped(string source, string pattern) =>
            new("packageSource", new XAttribute("key", source), new XElement("package", new XAttribute("pattern", pattern)));
    }

    private static List<(string Name, string Url)> ConfiguredSources()
    {
        var lines = Command.Dotnet(Path.Combine(Root, "sources.log"), Path.GetTempPath(), [], "nuget", "list", "source").Succeeds().Lines;
        return [.. lines.Zip(lines.Skip(1)).Select(pair => (match: Source.Match(pair.First), url: pair.Second.Trim()))
            .Where(entry => entry.match.Success)
            .Select(entry => (entry.match.Groups["name"].Value, entry.url))];
    }

    /// <summary>What the user has downloaded already is read from there, and nothing is written there.</summary>
    private static string UsersPackages()
    {
        var said = Command.Dotnet(Path.Combine(Root, "locals.log"), Path.GetTempPath(), [], "nuget", "locals", "global-packages", "--list")
            .Succeeds().Output;
        return said[(said.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string FindSources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BintrayPush.Build.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run outside of their repository.");
    }
}
