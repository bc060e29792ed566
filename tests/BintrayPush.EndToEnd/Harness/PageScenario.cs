using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>A reader of a page: on a machine of their own, with nothing but the .NET SDK and the programs that the page names.</summary>
[TestClass]
public abstract class PageScenario : ServerScenario
{
    /// <summary>The name of the test property that tells which page a test runs.</summary>
    public const string PageProperty = "page";

    /// <summary>The reader's home.</summary>
    protected string Reader => At("reader");

    [TestInitialize]
    public void Furnish()
    {
        if (OperatingSystem.IsWindows())
        {
            Tool.Missing("The pages print commands for bash, and Windows has other paths.");
        }

        Directory.CreateDirectory(Reader);
        Environment.Remove("BINTRAY_HOME");
        Environment["HOME"] = Reader;
        Environment["NO_PROXY"] = Environment["no_proxy"] = "127.0.0.1,localhost";
        // Where the runtime lies that runs this test: <root>/shared/Microsoft.NETCore.App/<version>/. Installed tools start with it.
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        Environment["DOTNET_ROOT"] = root;
        Environment["PATH"] = string.Join(
            Path.PathSeparator, At("bin"), Path.Combine(
                Reader, ".dotnet", "tools"), root, System.Environment.GetEnvironmentVariable("PATH"));
        // Without this an answer that refuses is a success for curl.
        Write("reader/.curlrc", "fail-with-body\nsilent\nshow-error\n");
        WriteSources();
    }

    protected Shell Shell(Page page) => new(page, Environment);

    /// <summary>A published file of the reader's own repository.</summary>
    protected string InHome(string path, string repository = "local/nuget") =>
        Path.Combine([Reader, ".bintray", "repository", "dl", .. repository.Split('/'), .. path.Split('/')]);

    /// <summary>All that is published there, by path, in order.</summary>
    protected string[] AllInHome(string repository = "local/nuget") =>
    [
        .. Directory.GetFiles(InHome("", repository), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(InHome("", repository), file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>A program that was built with these tests, under the name that it is installed with.</summary>
    protected void Install(string name, string assembly)
    {
        Write($"bin/{name}", $"#!/bin/sh\nexec '{ServerProgram.Dotnet}' '{assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("bin", name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Only the sources that this machine is configured with, and no rule which package comes from which; a page adds its own.
    /// </summary>
    private void WriteSources()
    {
        var configuration = XElement.Load(Path.Combine(Machine.Root, "nuget.config"));
        configuration.Element("packageSources")!.Elements("add").Single(source => source.Attribute("value")!.Value == Machine.Feed)
            .Remove();
        configuration.Element("packageSourceMapping")!.Elements("packageSource").Remove();
        configuration.Save(At("nuget.config"));
    }
}
