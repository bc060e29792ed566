using System.Globalization;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// A scenario has a folder of its own, with projects, a BINTRAY_HOME and the logs of its commands. After a failure the folder is
/// kept, and the message says where it is.
/// </summary>
[TestClass]
public abstract class Scenario
{
    private int _commands;

    public static string Folders => Path.Combine(Machine.Root, "scenarios");

    public TestContext TestContext { get; set; } = null!;

    /// <summary>The scenario's folder.</summary>
    protected string Folder { get; } = Path.Combine(Folders, Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Variables for the commands of this scenario.</summary>
    protected Dictionary<string, string> Environment { get; } = [];

    protected string Home => Path.Combine(Folder, "home");

    [TestInitialize]
    public void Begin()
    {
        Directory.CreateDirectory(Folder);
        Environment["BINTRAY_HOME"] = Home;
    }

    [TestCleanup]
    public void End()
    {
        if (TestContext.CurrentTestOutcome is UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive)
        {
            Directory.Delete(Folder, recursive: true);
        }
        else
        {
            TestContext.WriteLine($"Kept: {Folder}");
        }
    }

    protected string At(params string[] path) => Path.Combine([Folder, .. path]);

    protected void Write(string path, string content)
    {
        var file = At(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>A library that references the package.</summary>
    protected void Library(string name, string properties = "", string items = "", string framework = "net10.0")
    {
        var frameworks = framework.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        Write($"{name}/{name}.csproj", Project($"<{frameworks}>{framework}</{frameworks}>{properties}", items));
        Write(
            $"{name}/Class.cs",
            $"namespace {name.Replace('.', '_')}; public static class Class {{ public static string Say() => \"{name}\"; }}");
    }

    /// <summary>A program that references the package.</summary>
    protected void Program(string name, string properties = "", string items = "", string framework = "net10.0")
    {
        Library(name, $"<OutputType>Exe</OutputType>{properties}", items, framework);
        Write($"{name}/Program.cs", $"System.Console.WriteLine({name.Replace('.', '_')}.Class.Say());");
    }

    protected void Solution(string name, params string[] projects)
    {
        Dotnet("new", "sln", "-n", name, "--format", "sln").Succeeds();
        Dotnet(["sln", $"{name}.sln", "add", .. projects]).Succeeds();
    }

    protected static string Project(string properties, string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{properties}</PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Machine.PackageId}" Version="{Machine.Version}" PrivateAssets="all" />
            {items}
          </ItemGroup>
        </Project>
        """;

    /// <summary>Runs dotnet in the scenario's folder; a build leaves its binary log there.</summary>
    protected Command Dotnet(params string[] arguments)
    {
        var log = NextLog();
        string[] binaryLog = arguments[0] is "build" or "pack" or "publish" or "msbuild" ? [$"-bl:{LastBinaryLog};ProjectImports=None"] : [];
        return Command.Dotnet(log, Folder, Environment, [.. arguments, .. binaryLog]);
    }

    /// <summary>The file for the next command's output.</summary>
    protected string NextLog() => At($"{(++_commands).ToString(CultureInfo.InvariantCulture)}.log");

    protected string LastBinaryLog => At($"{_commands.ToString(CultureInfo.InvariantCulture)}.binlog");

    /// <summary>A published file of the embedded repository.</summary>
    protected string Published(string path, string repository = "local/nuget") =>
        Path.Combine([Home, "repository", "dl", .. repository.Split('/'), .. path.Split('/')]);

    /// <summary>All published files of a repository, by path, in order.</summary>
    protected string[] AllPublished(string repository = "local/nuget")
    {
        var root = Path.Combine([Home, "repository", "dl", .. repository.Split('/')]);
        return Directory.Exists(root)
            ? [
                .. Directory.GetFiles(root, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)
            ]
            : [];
    }

    /// <summary>The repository holds exactly these, each byte for byte the local file.</summary>
    protected void IsPublished(params (string Path, string Local)[] files)
    {
        CollectionAssert.AreEqual(files.Select(file => file.Path).Order(StringComparer.Ordinal).ToArray(), AllPublished());
        foreach (var (path, local) in files)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(local), File.ReadAllBytes(Published(path)), $"{path} is not {local}.");
        }
    }
}
