using System.Text.Json;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Many projects as one push, by a project of five lines; the projects know nothing of it.</summary>
[TestClass]
public sealed class ReleaseProjectTests : ServerScenario
{
    private static readonly string[] Libraries = ["Acme.Core", "Acme.Http", "Acme.Json", "Acme.Text", "Acme.Time"];

    [TestMethod]
    public void A_solution_of_twelve_projects_is_one_push_to_a_server_and_one_that_fails_leaves_nothing_public()
    {
        CreateRepository("nuget");
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        WriteSolution();
        Release(
            """
            <BintrayProject Include="Acme.slnx" />
            <BintrayArtifact Include="manual.txt" BintrayPath="manuals/$(Version)/manual.txt" />
            """,
            $"<BintrayUrl>{Server.Url}</BintrayUrl><BintrayRepo>{Repo}</BintrayRepo>");

        // The last of all projects does not compile.
        Write("src/Acme.Shapes/Shapes.fs", "module Acme.Shapes\nlet area = ");
        Dotnet("build", "release.proj", "-t:PushToBintray", "-m").Fails().Says("Acme.Shapes.fsproj");
        Assert.IsNull(Server.Download(Repository, "Acme.Core.2.0.0.nupkg"));

        Write("src/Acme.Shapes/Shapes.fs", "module Acme.Shapes\nlet area width height = width * height");
        var pushed = Dotnet("build", "release.proj", "-t:PushToBintray", "-m").Succeeds()
            .Says("Acme.Samples.csproj is passed over: it makes no package (IsPackable is 'false')")
            .Says("Acme.Core.Tests.csproj is passed over: it holds tests")
            .Says("12 uploaded");
        Assert.AreEqual(1, pushed.Pushes);
        EverythingArrivedBeforeTheOneRelease();
        IsServed("manuals/2.0.0/manual.txt", At("manual.txt"));
        IsServed("Acme.Core.2.0.0.nupkg", At("src", "Acme.Core", "bin", "Release", "Acme.Core.2.0.0.nupkg"));
        foreach (var tool in new[] { "acme-tool", "acme-tool.linux-x64", "acme-tool.any" })
        {
            Assert.IsNotNull(Server.Download(Repository, $"{tool}.2.0.0.nupkg"), tool);
        }

        // Each package says of itself what its own project says.
        using var package = JsonDocument.Parse(Server.Ask("GET", $"packages/{Repo}/Acme.Json"));
        Assert.AreEqual("Acme.Json; 100% of it", package.RootElement.GetProperty("desc").GetString());
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/Acme.Json/versions/2.0.0/release_notes"), "News of Acme.Json");
        using var notes = JsonDocument.Parse(Server.Ask("GET", $"packages/{Repo}/Acme.Text/versions/2.0.0/release_notes"));
        Assert.AreEqual("- Sharper letters", notes.RootElement.GetProperty("bintray").GetProperty("content").GetString());
        using var own = JsonDocument.Parse(Server.Ask("GET", $"packages/{Repo}/Acme/versions/2.0.0"));
        Assert.AreEqual("2.0.0", own.RootElement.GetProperty("name").GetString());

        var again = Dotnet("build", "release.proj", "-t:PushToBintray", "--no-restore").Succeeds().Says("12 unchanged");
        Assert.AreEqual(1, again.Pushes);
        Dotnet("build", "release.proj", "-t:VerifyBintrayPush", "--no-restore").Succeeds().Says("verified 12 files");

        Dotnet("build", "release.proj", "-t:PushToBintray", "--no-restore", $"-p:BintrayUrl={At("folder")}").Succeeds().Says("12 uploaded");
        Assert.HasCount(12, Directory.GetFiles(At("folder", "dl"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Folders_of_one_build_central_versions_spaces_filters_and_projects_that_have_the_package_already_all_fit()
    {
        Write("a b/Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="{Machine.PackageId}" Version="{Machine.Version}" /></ItemGroup>
            </Project>
            """);
        Write("a b/Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <Version>3.0.0</Version>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
            </Project>
            """);
        Bare("a b/src/One/One.csproj", "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>");
        Bare(
            "a b/src/Two/Two.csproj",
            "<TargetFramework>net10.0</TargetFramework><BintrayPackage>deux</BintrayPackage><BintrayPushOnPack>true</BintrayPushOnPack>"
                + "<BintrayIncludePublishOutput>true</BintrayIncludePublishOutput>",
            $"""
            <PackageReference Include="{Machine.PackageId}" PrivateAssets="all" />
            <ProjectReference Include="../One/One.csproj" />
            <BintrayAttribute Include="tier" Value="gold" />
            """);
        Bare("a b/src/Three/Three.csproj", "<TargetFramework>net10.0</TargetFramework>");
        Write("a b/Acme.sln", "");
        File.Delete(At("a b", "Acme.sln"));
        Dotnet("new", "sln", "-n", "Acme", "-o", "a b", "--format", "sln").Succeeds();
        Dotnet("sln", "a b/Acme.sln", "add", "a b/src/One", "a b/src/Two", "a b/src/Three").Succeeds();
        Write("a b/Some.slnf", """{ "solution": { "path": "Acme.sln", "projects": [ "src\\One\\One.csproj", "src\\Two\\Two.csproj" ] } }""");
        Release("<BintrayProject Include=\"Some.slnf\" />", folder: "a b/");

        Dotnet("build", "a b/release.proj", "-t:PlanBintrayPush", "-graph", "--artifacts-path", At("a b", "out"))
            .Succeeds().Says("3 add");
        Assert.IsFalse(Directory.Exists(At("home", "repository", "dl")));
        Dotnet(
            "build", "a b/release.proj", "-t:PushToBintray", "-graph", "--artifacts-path", At("a b", "out"),
            "-p:RestoreLockedMode=true").Succeeds().Says("3 uploaded").DoesNotSay("A release project makes");
        CollectionAssert.AreEqual(new[] { "One.3.0.0.nupkg", "Two-3.0.0.zip", "Two.3.0.0.nupkg" }, AllPublished());

        using var collected = JsonDocument.Parse(
            Dotnet(
                "build", "a b/release.proj", "-t:CollectBintrayArtifacts", "--artifacts-path", At("a b", "out"),
                "-getTargetResult:CollectBintrayArtifacts").Succeeds().Output);
        var items = collected.RootElement.GetProperty("TargetResults").GetProperty("CollectBintrayArtifacts").GetProperty("Items");
        CollectionAssert.AreEquivalent(
            new[] { "One", "deux", "deux" },
            items.EnumerateArray().Select(item => item.GetProperty("BintrayPackage").GetString()).ToArray());
    }

    [TestMethod]
    public void What_a_release_names_wrongly_is_said_before_anything_is_built()
    {
        Release("");
        Dotnet("build", "release.proj", "-t:PushToBintray").FailsWith("BTP1080");

        Write("broken.slnx", "<Solution><Project Path=");
        Write("lost.slnx", "<Solution><Project Path=\"gone/Gone.csproj\" /></Solution>");
        Release("<BintrayProject Include=\"missing.sln;broken.slnx;lost.slnx;release.proj\" />");
        Dotnet("build", "release.proj", "-t:PushToBintray")
            .FailsWith("BTP1081").Says("missing.sln").Says("Gone.csproj").Says("error BTP1082").Says("error BTP1083").Says("broken.slnx");

        Bare("src/One/One.csproj", "<TargetFramework>net10.0</TargetFramework>");
        Bare("src/Two/Two.csproj", "<TargetFramework>net10.0</TargetFramework><PackageId>One</PackageId>");
        Release("<BintrayProject Include=\"src/**/*.csproj\" />");
        Dotnet("build", "release.proj", "-t:PushToBintray").FailsWith("BTP1005")
            .Says(At("src", "One", "bin", "Release", "One.1.0.0.nupkg")).Says(At("src", "Two", "bin", "Release", "One.1.0.0.nupkg"));
        Assert.IsFalse(Directory.Exists(At("home", "repository")));
    }

    [TestMethod]
    public void A_repository_keeps_what_it_imports_itself_and_what_is_no_project_of_dotnet_is_passed_over()
    {
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <CustomAfterMicrosoftCommonTargets>$(MSBuildThisFileDirectory)own.targets</CustomAfterMicrosoftCommonTargets>
                <CustomAfterMicrosoftCommonCrossTargetingTargets>$(MSBuildThisFileDirectory)own.targets</CustomAfterMicrosoftCommonCrossTargetingTargets>
              </PropertyGroup>
            </Project>
            """);
        Write("own.targets", "<Project><PropertyGroup><PackageVersion>7.1.0</PackageVersion></PropertyGroup></Project>");
        Write("CHANGELOG.md", "# Changes\n\n## 7.1.0\n\n- Seven\n");
        Bare("src/One/One.csproj", "<TargetFramework>net10.0</TargetFramework>");
        Bare("src/Two (2)/Two.csproj", "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>");
        Write("web/Web.csproj", "<Project><Target Name=\"Build\" /></Project>");
        Write("Acme.slnx", """
            <Solution>
              <Project Path="src/One/One.csproj" />
              <Project Path="src/Two (2)/Two.csproj" />
              <Project Path="web/Web.csproj" />
            </Solution>
            """);
        Release("<BintrayProject Include=\"Acme.slnx\" />");
        Dotnet("build", "release.proj", "-t:PushToBintray", "-p:BintrayReleaseNotesFile=CHANGELOG.md").Succeeds()
            .Says("Web.csproj is passed over").DoesNotSay("One.csproj is passed over").DoesNotSay("Two.csproj is passed over");
        CollectionAssert.AreEqual(new[] { "One.7.1.0.nupkg", "Two.7.1.0.nupkg" }, AllPublished());
    }

    /// <summary>As the server's log has it: no version was published by itself, and the release came after the last upload.</summary>
    private void EverythingArrivedBeforeTheOneRelease()
    {
        var calls = Server.Log.Split('\n');
        var lastUpload = Array.FindLastIndex(calls, call => call.Contains($"PUT /content/{Repo}/", StringComparison.Ordinal));
        Assert.IsGreaterThan(0, lastUpload);
        Assert.IsTrue(
            calls.Skip(lastUpload).Any(call => call.Contains($"POST /releases/{ServerUsers.Subject}", StringComparison.Ordinal)),
            $"There is no release after the last upload. Server log: {Server.LogFile}");
        Assert.IsFalse(
            calls.Any(call => call.Contains($"POST /content/{Repo}/", StringComparison.Ordinal)),
            $"A version was published by itself. Server log: {Server.LogFile}");
    }

    /// <summary>
    /// Twelve projects that do not reference the package: five libraries, one of them for two frameworks, one in F#, a tool for a runtime and
    /// for the rest, a library with a package id of its own, two with tests, one that is not packed, and one that is switched off.
    /// </summary>
    private void WriteSolution()
    {
        Write("Directory.Build.props", "<Project><PropertyGroup><Version>2.0.0</Version></PropertyGroup></Project>");
        Write("manual.txt", "Read me.");
        Write("CHANGELOG.md", "# Changes\n\n## [2.0.0] - 2026-11-22\n- Sharper letters\n\n## [1.0.0]\n- First\n");
        foreach (var name in Libraries)
        {
            Bare(
                $"src/{name}/{name}.csproj",
                (name == "Acme.Core"
                    ? "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>"
                        + "<IncludeSymbols>true</IncludeSymbols><SymbolPackageFormat>snupkg</SymbolPackageFormat>"
                    : "<TargetFramework>net10.0</TargetFramework>")
                + $"<Description>{name}; 100% of it</Description><PackageReleaseNotes>News of {name}</PackageReleaseNotes>"
                + (name == "Acme.Text" ? "<BintrayReleaseNotesFile>../../CHANGELOG.md</BintrayReleaseNotesFile>" : ""),
                name == "Acme.Core" ? "" : "<ProjectReference Include=\"../Acme.Core/Acme.Core.csproj\" />");
        }

        Bare("src/Acme.Named/Acme.Named.csproj", "<TargetFramework>net10.0</TargetFramework><PackageId>Acme.Renamed</PackageId>");
        Bare("src/Acme.Samples/Acme.Samples.csproj", "<TargetFramework>net10.0</TargetFramework><IsPackable>false</IsPackable>");
        foreach (var name in new[] { "Acme.Core.Tests", "Acme.Http.Tests" })
        {
            Bare($"tests/{name}/{name}.csproj", "<TargetFramework>net10.0</TargetFramework><IsTestProject>true</IsTestProject>");
        }

        Bare(
            "src/Acme.Tool/Acme.Tool.csproj",
            """
            <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><PackAsTool>true</PackAsTool>
            <PackageId>acme-tool</PackageId><RuntimeIdentifiers>linux-x64;any</RuntimeIdentifiers>
            """);
        Write("src/Acme.Tool/Program.cs", "System.Console.WriteLine(1);");
        Write("src/Acme.Shapes/Acme.Shapes.fsproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><Compile Include="Shapes.fs" /></ItemGroup>
            </Project>
            """);
        var projects = Directory.GetFiles(Folder, "*.*proj", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("release.proj", StringComparison.Ordinal))
            .Select(file => $"<Project Path=\"{Path.GetRelativePath(Folder, file)}\" />").Order(StringComparer.Ordinal);
        Write("Acme.slnx", $"<Solution>{string.Concat(projects)}</Solution>");
    }

    private void Bare(string path, string properties, string items = "")
    {
        Write(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        var name = Path.GetFileNameWithoutExtension(path);
        Write(
            $"{Path.GetDirectoryName(path)!.Replace('\\', '/')}/Class.cs",
            $"namespace {name.Replace('.', '_')}; public static class Class {{ public static string Say() => \"{name}\"; }}");
    }

    private void Release(string items, string properties = "", string folder = "") => Write($"{folder}release.proj", $"""
        <Project Sdk="{Machine.PackageId}/{Machine.Version}">
          <PropertyGroup>{properties}</PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        </Project>
        """);
}
