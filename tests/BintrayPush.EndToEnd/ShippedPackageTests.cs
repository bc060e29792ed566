using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using BintrayPush.EndToEnd.Harness;
using PEReader = System.Reflection.PortableExecutable.PEReader;

namespace BintrayPush.EndToEnd;

/// <summary>The package itself, and the way it goes: from the sample and from this repository into other projects.</summary>
[TestClass]
public sealed class ShippedPackageTests : Scenario
{
    [TestMethod]
    public void The_package_holds_exactly_these_files()
    {
        using var package = ZipFile.OpenRead(Machine.Package);

        CollectionAssert.AreEqual(
            (string[])
            [
                "BintrayPush.Build.nuspec",
                "LICENSE",
                "README.md",
                "Sdk/Sdk.props",
                "Sdk/Sdk.targets",
                "build/BintrayPush.Build.BuildOutput.targets",
                "build/BintrayPush.Build.Hooks.targets",
                "build/BintrayPush.Build.Project.targets",
                "build/BintrayPush.Build.Publish.targets",
                "build/BintrayPush.Build.props",
                "build/BintrayPush.Build.targets",
                "build/BintrayPush.Build.targets.buildschema.json",
                "buildMultiTargeting/BintrayPush.Build.props",
                "buildMultiTargeting/BintrayPush.Build.targets",
                .. Directory.GetFiles(Path.Combine(Machine.Sources, "docs"))
                    .Where(file => Path.GetExtension(file) is ".md" or ".json").Select(file => $"docs/{Path.GetFileName(file)}")
                    .Order(StringComparer.Ordinal),
                "icon.png",
                "tasks/net472/BintrayPush.Api.dll",
                "tasks/net472/BintrayPush.Api.pdb",
                "tasks/net472/BintrayPush.Build.dll",
                "tasks/net472/BintrayPush.Build.pdb",
                "tasks/net472/BintrayPush.Places.dll",
                "tasks/net472/BintrayPush.Places.pdb",
                "tasks/net472/BintrayPush.Storage.dll",
                "tasks/net472/BintrayPush.Storage.pdb",
                "tasks/net472/BintrayPush.dll",
                "tasks/net472/BintrayPush.pdb",
                "tasks/net472/Microsoft.VisualStudio.SolutionPersistence.dll",
                "tasks/net472/NuGet.Versioning.dll",
                "tasks/net8.0/BintrayPush.Api.dll",
                "tasks/net8.0/BintrayPush.Api.pdb",
                "tasks/net8.0/BintrayPush.Build.deps.json",
                "tasks/net8.0/BintrayPush.Build.dll",
                "tasks/net8.0/BintrayPush.Build.pdb",
                "tasks/net8.0/BintrayPush.Places.dll",
                "tasks/net8.0/BintrayPush.Places.pdb",
                "tasks/net8.0/BintrayPush.Storage.dll",
                "tasks/net8.0/BintrayPush.Storage.pdb",
                "tasks/net8.0/BintrayPush.dll",
                "tasks/net8.0/BintrayPush.pdb",
                "tasks/net8.0/Microsoft.VisualStudio.SolutionPersistence.dll",
                "tasks/net8.0/NuGet.Versioning.dll",
                "tools/bintray/AWSSDK.Core.dll",
                "tools/bintray/AWSSDK.S3.dll",
                "tools/bintray/BintrayPush.Api.dll",
                "tools/bintray/BintrayPush.Feed.dll",
                "tools/bintray/BintrayPush.Formats.dll",
                "tools/bintray/BintrayPush.Places.dll",
                "tools/bintray/BintrayPush.Signing.dll",
                "tools/bintray/BintrayPush.Storage.Buckets.dll",
                "tools/bintray/BintrayPush.Storage.S3.dll",
                "tools/bintray/BintrayPush.Storage.dll",
                "tools/bintray/BintrayPush.dll",
                "tools/bintray/BouncyCastle.Cryptography.dll",
                "tools/bintray/MailKit.dll",
                "tools/bintray/Microsoft.Bcl.Cryptography.dll",
                "tools/bintray/MimeKit.dll",
                "tools/bintray/NuGet.Frameworks.dll",
                "tools/bintray/NuGet.Versioning.dll",
                "tools/bintray/SharpCompress.dll",
                "tools/bintray/Spectre.Console.Ansi.dll",
                "tools/bintray/Spectre.Console.dll",
                "tools/bintray/System.CommandLine.dll",
                "tools/bintray/System.Formats.Asn1.dll",
                "tools/bintray/System.Security.Cryptography.Pkcs.dll",
                "tools/bintray/bintray.deps.json",
                "tools/bintray/bintray.dll",
                "tools/bintray/bintray.runtimeconfig.json",
            ],
            package.Entries.Select(entry => entry.FullName)
                .Where(
                    name =>
                        name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal)
                            && !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void The_package_is_a_development_dependency_without_dependencies()
    {
        using var package = ZipFile.OpenRead(Machine.Package);
        using var content = package.GetEntry("BintrayPush.Build.nuspec")!.Open();
        var nuspec = XDocument.Load(content);

        Assert.AreEqual("true", Value("developmentDependency"));
        Assert.AreEqual("MIT", Value("license"));
        Assert.AreEqual("README.md", Value("readme"));
        Assert.AreEqual("icon.png", Value("icon"));
        Assert.IsNotNull(Value("releaseNotes"));
        Assert.IsNull(Value("dependency"));

        string? Value(string name) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }

    [TestMethod]
    public void Every_document_that_the_packed_documents_link_to_is_packed_too() => PackedPages.AreWhole(Machine.Package);

    [TestMethod]
    public void The_tasks_for_Visual_Studio_need_only_what_is_shipped_or_comes_with_the_framework_or_MSBuild()
    {
        string[] framework = [
            "mscorlib",
            "netstandard",
            "System",
            "System.Core",
            "System.IO.Compression",
            "System.IO.Compression.FileSystem",
            "System.Net.Http",
            "System.Xml",
            "System.Xml.Linq"
        ];
        string[] msbuild = [
            "Microsoft.Build.Framework",
            "Microsoft.Build.Utilities.Core",
            "Microsoft.Bcl.AsyncInterfaces",
            "Microsoft.IO.Redist",
            "System.Buffers",
            "System.Memory",
            "System.Text.Encodings.Web",
            "System.Text.Json",
            "System.Threading.Tasks.Extensions",
            "System.ValueTuple"
        ];
        var shipped = Directory.GetFiles(Path.Combine(Machine.Unpacked, "tasks", "net472"), "*.dll");

        var needed = shipped.SelectMany(References).Distinct()
            .Except(framework).Except(msbuild).Except(shipped.Select(Path.GetFileNameWithoutExtension)).ToArray();

        CollectionAssert.AreEqual(Array.Empty<string>(), needed, string.Join(", ", needed));

        static string[] References(string file)
        {
            using var assembly = new PEReader(File.OpenRead(file));
            var metadata = assembly.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        }
    }

    [TestMethod]
    public void The_sample_is_pushed_and_a_project_elsewhere_restores_builds_and_runs_it()
    {
        Machine.CopySources(At("clone"));
        Dotnet("build", "clone/samples/HelloBintray", "-t:PushToBintray", "-p:RunAnalyzers=false").Succeeds()
            .Says(Published("HelloBintray.1.0.0.nupkg")).Says(Published("HelloBintray.1.0.0.snupkg"));
        CollectionAssert.AreEqual(new[] { "HelloBintray.1.0.0.nupkg", "HelloBintray.1.0.0.snupkg" }, AllPublished());

        // Its own configuration, with nothing but the source that the command names.
        Write(
            "User/nuget.config",
            "<configuration><packageSources><clear /></packageSources><packageSourceMapping><clear "
                + "/></packageSourceMapping></configuration>");
        Write("User/User.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="HelloBintray" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        Write("User/Program.cs", "System.Console.WriteLine(HelloBintray.Greeting.For(\"world\"));");
        Dotnet("restore", "User", "-s", Path.Combine(Home, "repository", "dl", "local", "nuget")).Succeeds();
        Dotnet("run", "--project", "User", "--no-restore").Succeeds().Says("Hello, world, from Bintray!");

        // The program that signs is in the package; in a clone it is built when it is asked for.
        Command.Run(
            NextLog(), Folder, Environment, "dotnet", "exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), "key", "generate", "local")
            .Succeeds();
        Dotnet("build", "clone/samples/HelloBintray", "-t:PushToBintray", "-p:RunAnalyzers=false", "-p:BintrayGpgSign=true").Succeeds()
            .Says("2 unchanged");
        CollectionAssert.IsSubsetOf(new[] { "HelloBintray.1.0.0.nupkg.asc", "HelloBintray.1.0.0.snupkg.asc" }, AllPublished());
    }

    [TestMethod]
    public void This_repository_pushes_its_own_package_with_its_own_package()
    {
        // As a package reference would import it.
        Write("Own.targets", $"""
            <Project>
              <Import Project="{Path.Combine(Machine.Unpacked, "build", "BintrayPush.Build.props")}" />
              <Import Project="{Path.Combine(Machine.Unpacked, "build", "BintrayPush.Build.targets")}" />
            </Project>
            """);

        var push = Dotnet(
            "pack", Path.Combine(Machine.Sources, "src", "BintrayPush.Build"), "-c", Machine.Configuration, "-o", At("out"),
            $"-p:PackageVersion={Machine.Version}",
            "--no-build",
            "-p:BintrayPushOnPack=true",
            $"-p:DirectoryBuildTargetsPath={At("Own.targets")}");
        push.Succeeds().Says("1 uploaded");
        Assert.AreEqual(1, push.Pushes);
        IsPublished((Path.GetFileName(Machine.Package), At("out", Path.GetFileName(Machine.Package))));
    }
}
