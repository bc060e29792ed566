using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>
/// A hook pushes when everything else is done: what is checked too late, signed or added later must not be public already.
/// </summary>
[TestClass]
public sealed class HookOrderTests : Scenario
{
    private const string OnPack = "-p:BintrayPushOnPack=true";
    private const string OnPublish = "-p:BintrayPushOnPublish=true";

    /// <summary>As signing tools do it: the package is another one afterwards.</summary>
    private const string Sign = """
        <Project>
          <Target Name="Sign" AfterTargets="Pack" Condition="'$(IsInnerBuild)' != 'true'">
            <WriteLinesToFile File="%(NuGetPackOutput.FullPath).sig" Lines="signed" Condition="'%(Extension)' == '.nupkg'" />
            <ItemGroup><BintrayArtifact Include="@(NuGetPackOutput -> '%(FullPath).sig')" Condition="'%(Extension)' == '.nupkg'" /></ItemGroup>
          </Target>
        </Project>
        """;

    [TestMethod]
    [DataRow("net10.0")]
    [DataRow("net10.0;net8.0")]
    public void A_package_that_fails_its_validation_is_not_public(string frameworks)
    {
        Library("Acme.Core", framework: frameworks);
        Write("Acme.Core/Class.cs", "public class Kept; public class Dropped;");
        Dotnet("pack", "Acme.Core", "-o", At("baseline")).Succeeds();
        Write("Acme.Core/Class.cs", "public class Kept;");

        Dotnet("pack", "Acme.Core", OnPack, "-p:EnablePackageValidation=true", "-p:Version=1.1.0",
            "-p:PackageValidationBaselineVersion=1.0.0", $"-p:PackageValidationBaselinePath={At("baseline", "Acme.Core.1.0.0.nupkg")}")
            .FailsWith("CP0001").DoesNotSay("uploaded");

        IsPublished();
    }

    [TestMethod]
    [DataRow("net10.0")]
    [DataRow("net10.0;net8.0")]
    public void What_Directory_Build_targets_makes_of_a_package_after_the_pack_is_what_is_pushed(string frameworks)
    {
        Library("Acme.Core", framework: frameworks);
        Write("Acme.Core/Directory.Build.targets", Sign);

        Assert.AreEqual(1, Dotnet("pack", "Acme.Core", OnPack).Succeeds().Says("2 uploaded").Pushes);
        CollectionAssert.AreEqual(new[] { "Acme.Core.1.0.0.nupkg", "Acme.Core.1.0.0.nupkg.sig" }, AllPublished());
    }

    [TestMethod]
    public void Steps_that_have_no_place_after_Pack_are_named_and_run_before_the_push()
    {
        Library("Acme.Core", "<BintrayPushDependsOn>Approve</BintrayPushDependsOn>");
        Write("Acme.Core/Directory.Build.targets", """
            <Project><Target Name="Approve"><Error Text="Not approved" Condition="'$(Approved)' != 'true'" /></Target></Project>
            """);

        Dotnet("pack", "Acme.Core", OnPack).Says("Not approved").DoesNotSay("uploaded");
        Dotnet("build", "Acme.Core", "-t:PushToBintray").Says("Not approved").DoesNotSay("uploaded");
        IsPublished();

        Dotnet("pack", "Acme.Core", OnPack, "-p:Approved=true").Succeeds().Says("1 uploaded");
    }

    [TestMethod]
    [DataRow("Microsoft.NET.Sdk")]
    [DataRow("Microsoft.NET.Sdk.Web")]
    public void What_later_targets_add_to_the_publish_folder_change_or_delete_there_is_in_the_zip_by_hook_and_by_call(string sdk)
    {
        Program("Acme.App");
        Write(
            "Acme.App/Acme.App.csproj",
            File.ReadAllText(At("Acme.App", "Acme.App.csproj")).Replace("Microsoft.NET.Sdk", sdk, StringComparison.Ordinal));
        Write("Acme.App/settings.txt", "old");
        Write("Acme.App/Directory.Build.targets", """
            <Project>
              <ItemGroup><None Update="settings.txt" CopyToPublishDirectory="Always" /></ItemGroup>
              <Target Name="Finish" AfterTargets="Publish">
                <WriteLinesToFile File="$(PublishDir)sbom.json" Lines="{}" Overwrite="true" />
                <WriteLinesToFile File="$(PublishDir)settings.txt" Lines="new" Overwrite="true" />
                <Delete Files="$(PublishDir)Acme.App.pdb" />
              </Target>
            </Project>
            """);

        Assert.AreEqual(1, Dotnet("publish", "Acme.App", OnPublish).Succeeds().DoesNotSay("BTP").Pushes);
        var byHook = Entries(Published("Acme.App-1.0.0.zip"));
        CollectionAssert.AreEqual(Files(At("Acme.App", "bin", "Release", "net10.0", "publish")), byHook);
        CollectionAssert.IsSubsetOf(new[] { "sbom.json 3", "settings.txt 4" }, byHook);

        Dotnet(
            "build",
            "Acme.App",
            "-t:PushToBintray",
            "-c",
            "Release",
            "-p:BintrayIncludePublishOutput=true",
            "-p:BintrayIncludePackOutput=false")
            .Succeeds().Says("1 unchanged");
    }

    [TestMethod]
    public void Leftovers_of_an_earlier_publish_are_named_and_left_out()
    {
        Program("Acme.App");
        Write("Acme.App/bin/Release/net10.0/publish/Acme.Gone.dll", "from an earlier publish");

        Dotnet("publish", "Acme.App", OnPublish).Succeeds().Says("warning BTP1061").Says("left out of the zip: Acme.Gone.dll.");
        CollectionAssert.DoesNotContain(Entries(Published("Acme.App-1.0.0.zip")), "Acme.Gone.dll 23");
    }

    [TestMethod]
    [DataRow("-t:Publish;PublishContainer", "<BintrayPushDependsOn>PublishContainer</BintrayPushDependsOn>", "Microsoft.NET.Sdk")]
    [DataRow("-p:PublishProfile=DefaultContainer", "", "Microsoft.NET.Sdk.Web")]
    public void A_container_that_cannot_be_pushed_leaves_no_zip_public(string how, string properties, string sdk)
    {
        Program("Acme.App", $"<ContainerBaseImage>127.0.0.1:9/acme/base:1</ContainerBaseImage>{properties}");
        Write(
            "Acme.App/Acme.App.csproj",
            File.ReadAllText(At("Acme.App", "Acme.App.csproj")).Replace("Microsoft.NET.Sdk", sdk, StringComparison.Ordinal));

        Dotnet("publish", "Acme.App", how, OnPublish).Says("CreateNewImage").DoesNotSay("uploaded");

        IsPublished();
    }

    [TestMethod]
    public void A_project_that_drops_the_place_of_the_hooks_hears_that_nothing_is_pushed()
    {
        Library("Acme.Core");
        Write("Acme.Core/Directory.Build.targets", """
            <Project><PropertyGroup><AfterMicrosoftNETSdkTargets>$(MSBuildThisFileDirectory)own.targets</AfterMicrosoftNETSdkTargets></PropertyGroup></Project>
            """);
        Write("Acme.Core/own.targets", "<Project />");

        Dotnet("pack", "Acme.Core", OnPack).FailsWith("BTP1060").Says("own.targets");
        Dotnet("pack", "Acme.Core").Succeeds().DoesNotSay("BTP");
    }

    private static string[] Entries(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return [.. zip.Entries.Select(entry => $"{entry.FullName} {entry.Length}")];
    }

    private static string[] Files(string folder) =>
        [.. new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => Path.GetRelativePath(folder, file.FullName), StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file.FullName)} {file.Length}")];
}
