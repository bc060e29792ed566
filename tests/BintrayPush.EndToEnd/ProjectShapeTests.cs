using System.IO.Compression;
using System.Xml.Linq;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Projects of unusual shape, in unusual places.</summary>
[TestClass]
public sealed class ProjectShapeTests : Scenario
{
    [TestMethod]
    public void A_file_based_app_is_refused_with_the_command_that_works()
    {
        Write("app.cs", $"""
            #:package {Machine.PackageId}@{Machine.Version}
            #:property PackageVersion=1.2.3
            System.Console.WriteLine(1);
            """);

        Dotnet("build", "app.cs", "-t:PushToBintray").FailsWith("BTP1064").Says("Run `dotnet pack app.cs -p:BintrayPushOnPack=true`");
        IsPublished();

        Dotnet("pack", "app.cs", "-p:BintrayPushOnPack=true").Succeeds().Says("1 uploaded");
        CollectionAssert.AreEqual(new[] { "app.1.2.3.nupkg" }, AllPublished());
    }

    [TestMethod]
    [DataRow("a;b")]
    [DataRow("50% $(x) 'z'")]
    public void A_project_works_in_a_folder_whose_name_means_something_to_MSBuild(string folder)
    {
        Program("Acme.App", "<BintrayPushOnPack>true</BintrayPushOnPack>", "<BintrayArtifact Include=\"docs/**/*.txt\" />");
        Write("Acme.App/docs/deep/a.txt", "a");
        Directory.CreateDirectory(At(folder));
        Directory.Move(At("Acme.App"), At(folder, "Acme.App"));
        var inside = Path.Combine(folder, "Acme.App");

        In(inside, "pack", "-p:BintrayIncludeBuildOutput=true").Succeeds();
        In(inside, "publish", "-p:BintrayPushOnPublish=true").Succeeds();
        In(inside, "build", "-c", "Release", "-t:PushToBintray", "-p:BintrayIncludePublishOutput=true").Succeeds().DoesNotSay("uploaded");
        CollectionAssert.IsSubsetOf(
            new[] { "Acme.App-1.0.0.zip", "Acme.App.1.0.0.nupkg", "Acme.App/1.0.0/net10.0/Acme.App.dll", "deep/a.txt" }, AllPublished());
    }

    [TestMethod]
    public void What_the_build_makes_can_be_pushed_without_any_package()
    {
        Program(
            "Acme.App",
            "<IsPackable>false</IsPackable><BintrayIncludeBuildOutput>true</BintrayIncludeBuildOutput><GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>CS1591</NoWarn>",
            framework: "net10.0;net8.0");

        Dotnet("build", "Acme.App", "-c", "Release", "-t:PushToBintray").Succeeds();

        string[] names = ["Acme.App", "Acme.App.deps.json", "Acme.App.dll", "Acme.App.pdb", "Acme.App.runtimeconfig.json", "Acme.App.xml"];
        IsPublished(
            [.. new[] { "net10.0", "net8.0" }.SelectMany(
                framework =>
                    names.Select(name => ($"Acme.App/1.0.0/{framework}/{name}", At("Acme.App", "bin", "Release", framework, name))))]);
    }

    [TestMethod]
    public void The_package_adds_no_framework_reference_to_anybody()
    {
        using var package = ZipFile.OpenRead(Machine.Package);
        using var content = package.GetEntry("BintrayPush.Build.nuspec")!.Open();

        var names = XDocument.Load(content).Descendants().Select(element => element.Name.LocalName).ToArray();

        foreach (var reference in new[] { "frameworkAssembly", "frameworkReference", "reference", "dependency" })
        {
            CollectionAssert.DoesNotContain(names, reference);
        }
    }

    private Command In(string project, params string[] arguments) =>
        Command.Dotnet(NextLog(), At(project), Environment, arguments);
}
