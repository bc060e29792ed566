using System.IO.Compression;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Tests;

/// <summary>A folder for a test, with a repository in it, and the tasks to be run there.</summary>
[TestClass]
public abstract class TaskTest
{
    internal RecordingEngine Engine { get; set; } = new();

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "bintraypush-tasks", Guid.NewGuid().ToString("N")[..8]);

    protected Dictionary<string, string> Variables { get; } = [];

    protected string Published(string path) => Path.Combine(Folder, "home", "repository", "dl", "local", "nuget", path);

    [TestInitialize]
    public void Begin()
    {
        Directory.CreateDirectory(Folder);
        Variables["BINTRAY_HOME"] = Path.Combine(Folder, "home");
    }

    [TestCleanup]
    public void End() => Directory.Delete(Folder, recursive: true);

    protected string Write(string name, string content = "content")
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    protected string WritePackage(string id, string version, string? name = null, string metadata = "", string? readme = null)
    {
        var file = Path.Combine(Folder, name ?? $"{id}.{version}.nupkg");
        using var package = ZipFile.Open(file, ZipArchiveMode.Create);
        if (readme is not null)
        {
            using var text = new StreamWriter(package.CreateEntry("docs/README.md").Open());
            text.Write(readme);
        }

        using var nuspec = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        nuspec.Write(
            "<package "
                + $"xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{id}</id><version>{version}</version>{metadata}</metadata></package>");
        return file;
    }

    protected static TaskItem Item(string file, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(file);
        foreach (var (name, value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }

    protected PushToBintray Push(params ITaskItem[] artifacts) => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        ProjectName = "Acme",
        Artifacts = artifacts,
        Package = "acme",
        Version = "1.0.0",
        EnvironmentVariable = name => Variables.GetValueOrDefault(name),
    };

    protected CollectBintrayArtifacts Collect(params ITaskItem[] packOutput) => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        PackOutput = packOutput,
        PackageId = "Acme",
        PackageVersion = "1.0.0",
        Folder = "obj",
    };

    /// <summary>Exactly these errors, in any order.</summary>
    protected void FailsWith(BintrayTask task, params string[] codes)
    {
        Assert.IsFalse(task.Execute());
        CollectionAssert.AreEquivalent(codes, Engine.Errors.Select(error => error.Code).ToArray(), Engine.Everything);
    }

    protected void Succeeds(BintrayTask task) => Assert.IsTrue(task.Execute(), Engine.Everything);
}
