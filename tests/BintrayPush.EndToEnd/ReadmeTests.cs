using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The first five minutes: README.md and the README of the package, from a clone to a team's server, command by command.</summary>
[TestClass]
public sealed class ReadmeTests : PageScenario
{
    private static readonly string[] Expected =
    [
        "A.1.0.0.nupkg", "Acme.1.0.0.nupkg", "B.1.0.0.nupkg", "C.1.0.0.nupkg", "D.1.0.0.nupkg", "HelloBintray.1.0.0.nupkg", "HelloBintray.1.0.0.snupkg",
        "Service-1.0.0-linux-x64.zip", "manuals/1.0.0/manual.pdf",
    ];

    [TestMethod]
    [TestProperty(PageProperty, "README.md")]
    [TestProperty(PageProperty, "src/BintrayPush.Build/README.md")]
    public void Every_command_of_the_readmes_works_as_printed()
    {
        var page = Page.Read("README.md");
        Clone();
        Projects(page);

        var said = Shell(page)
            .Replacing("http://127.0.0.1:8081", "$server").Replacing("BINTRAY_API_KEY=...", "BINTRAY_API_KEY=$key")
            .Replacing("https://bintray.example", Server.Url)
            .Serving("dotnet run --project src/BintrayPush.Server -- --data")
            .Run("From source", At("clone"))
            .Run("BintrayPush", At("Acme"))
            .Run("Restore what was pushed", At("elsewhere"))
            .Run("Push a whole solution as one release", At("release"))
            .Run("Push each project as it is packed", At("solution"))
            .Run("Push what is published", At("Service"))
            .Run("Replace what is published", At("Acme"))
            .Run("See first what a push would do", At("Acme"))
            .Run("Check later what was pushed", At("Acme"))
            .Run("Let a descriptor decide", At("Acme"))
            .Run("Push in the background", At("Acme"))
            .Run("Use the result in a script", At("Acme"))
            .Run("Run a server of your own", At("clone"))
            .Run("Push without a project", At("files"), input: Server.Key)
            .Ends(Folder, NextLog());

        said.Says("Hello, world, from Bintray!");
        // The first is a picture.
        foreach (var line in page.Take("BintrayPush", "text")[^1].Text.Split('\n'))
        {
            StringAssert.Matches(
                said.Output, new($"^{Measured(line.Replace("/home/joe", Reader, StringComparison.Ordinal))}$", RegexOptions.Multiline));
        }

        CollectionAssert.AreEqual(Expected.Order(StringComparer.Ordinal).ToArray(), AllInHome());
        Assert.AreEqual("lib", File.ReadAllText(At("files", "lib.zip")), "what came back from the server");
        Assert.IsTrue(File.Exists(At("clone", "data", "user", "joe.json")), "./data is in the folder of the caller");
        Assert.Contains(
            "/data/", File.ReadAllLines(Path.Combine(Machine.Sources, ".gitignore")), "what the recipe makes is no part of the sources");

        Shell(Page.Read("src/BintrayPush.Build/README.md"))
            .Run("BintrayPush.Build", At("Acme"))
            .Run("Get it back", At("Other"))
            .Run("With every pack or publish", At("Acme"))
            .Ends(Folder, NextLog());
    }

    /// <summary>A fresh clone, whose packages have a version that is in nobody's cache. The analyzers have seen these sources.</summary>
    private void Clone()
    {
        Machine.CopySources(At("clone"));
        var settings = File.ReadAllText(At("clone", "Directory.Build.props"));
        Write(
            "clone/Directory.Build.props",
            settings.Replace("<Version>1.0.0</Version>", $"<Version>{Machine.ReleaseVersion}</Version>", StringComparison.Ordinal));
        Write("clone/Directory.Build.rsp", "-p:RunAnalyzers=false");
    }

    private void Projects(Page page)
    {
        Bare("Acme/Acme.csproj");
        Write("Acme/Class.cs", "namespace Acme; public class Class;");
        Bare("Other/Other.csproj");
        Bare("Service/Service.csproj", "<OutputType>Exe</OutputType>");
        Write("Service/Program.cs", "System.Console.WriteLine(1);");
        const string Reference = """<ItemGroup><PackageReference Include="BintrayPush.Build" Version="1.*" PrivateAssets="all" /></ItemGroup>""";
        Write("Service/Directory.Build.props", $"<Project>{Reference}</Project>");
        Write("solution/Directory.Build.props", $"<Project>{Reference}</Project>");
        Write("solution/Two.slnx", """<Solution><Project Path="A/A.csproj" /><Project Path="B/B.csproj" /></Solution>""");
        Bare("solution/A/A.csproj", "", page.Take("Push other files too", "xml").Single().Text);
        Write("solution/A/docs/manual.pdf", "manual");
        Bare("solution/B/B.csproj");
        Bare("release/C/C.csproj");
        Bare("release/D/D.csproj");
        Write("release/Acme.slnx", """<Solution><Project Path="C/C.csproj" /><Project Path="D/D.csproj" /></Solution>""");
        Write("release/release.proj", page.Take("Push a whole solution as one release", "xml").Single().Text
            .Replace("BintrayPush.Build/1.0.0", $"BintrayPush.Build/{Machine.ReleaseVersion}", StringComparison.Ordinal));
        Write("files/out/lib.zip", "lib");
    }

    private void Bare(string path, string properties = "", string items = "") => Write(path, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
          {items}
        </Project>
        """);

    /// <summary>The line, with any size and any time.</summary>
    private static string Measured(string line) =>
        Regex.Replace(Regex.Replace(Regex.Escape(line), @"[\d.\\]+\\ KB", @"[\d.]+ KB"), @"[\d.\\]+\\ s$", @"[\d.]+ s");
}
