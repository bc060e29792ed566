using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Publish output as zips.</summary>
[TestClass]
public sealed class PublishTests : Scenario
{
    private const string On = "-p:BintrayPushOnPublish=true";

    [TestMethod]
    public void A_publish_pushes_what_was_published_now_and_no_leftovers()
    {
        Program("Acme.App");
        Write("Acme.App/bin/Release/net10.0/publish/leftover.txt", "from an earlier publish");

        var publish = Dotnet("publish", "Acme.App", On).Succeeds().Says("1 uploaded");
        Assert.AreEqual(1, publish.Pushes);
        IsPublished(("Acme.App-1.0.0.zip", At("Acme.App", "obj", "Release", "net10.0", "bintray", "Acme.App-1.0.0.zip")));
        using var zip = ZipFile.OpenRead(Published("Acme.App-1.0.0.zip"));
        CollectionAssert.AreEqual(
            new[] { "Acme.App", "Acme.App.deps.json", "Acme.App.dll", "Acme.App.pdb", "Acme.App.runtimeconfig.json" },
            zip.Entries.Select(entry => entry.FullName).ToArray());
        Assert.AreEqual("755", Convert.ToString((zip.Entries[0].ExternalAttributes >> 16) & 0x1FF, 8));
        Assert.AreEqual("644", Convert.ToString((zip.Entries[2].ExternalAttributes >> 16) & 0x1FF, 8));

        // The same output makes the same zip.
        Dotnet("publish", "Acme.App", On).Succeeds().Says("1 unchanged");
    }

    [TestMethod]
    public void A_single_file_program_is_in_the_zip_and_starts()
    {
        Program("Acme.App", "<PublishSingleFile>true</PublishSingleFile><SelfContained>false</SelfContained>");

        Dotnet("publish", "Acme.App", "-r", "linux-x64", On).Succeeds();
        CollectionAssert.AreEqual(new[] { "Acme.App-1.0.0-linux-x64.zip" }, AllPublished());
        ZipFile.ExtractToDirectory(Published("Acme.App-1.0.0-linux-x64.zip"), At("installed"));
        CollectionAssert.AreEquivalent(
            new[] { "Acme.App", "Acme.App.pdb" }, Directory.GetFiles(At("installed")).Select(Path.GetFileName).ToArray());
        CollectionAssert.AreEqual(
            File.ReadAllBytes(
                At("Acme.App", "bin", "Release", "net10.0", "linux-x64", "publish", "Acme.App")), File.ReadAllBytes(
                    At("installed", "Acme.App")));
        if (OperatingSystem.IsLinux())
        {
            Assert.IsTrue(File.GetUnixFileMode(At("installed", "Acme.App")).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [TestMethod]
    public void One_framework_of_several_is_published_and_named_in_the_zip()
    {
        Program("Acme.App", framework: "net10.0;net8.0");

        Dotnet("publish", "Acme.App", "-f", "net10.0", On).Succeeds();
        CollectionAssert.AreEqual(new[] { "Acme.App-1.0.0-net10.0.zip" }, AllPublished());
    }

    [TestMethod]
    public void A_call_can_publish_for_each_framework_and_runtime_and_leaves_the_publish_folder_alone()
    {
        Program("Acme.App", """
            <RuntimeIdentifiers Condition="'$(TargetFramework)' == 'net10.0'">linux-x64;linux-arm64</RuntimeIdentifiers>
            <BintrayIncludePublishOutput>true</BintrayIncludePublishOutput>
            <BintrayPushOnPublish>true</BintrayPushOnPublish>
            """, framework: "net10.0;net8.0");

        var push = Dotnet("build", "Acme.App", "-t:PushToBintray").Succeeds().Says("4 uploaded");
        Assert.AreEqual(1, push.Pushes);
        CollectionAssert.AreEqual(
            new[]
            {
                "Acme.App-1.0.0-net10.0-linux-arm64.zip", "Acme.App-1.0.0-net10.0-linux-x64.zip",
                "Acme.App-1.0.0-net8.0.zip", "Acme.App.1.0.0.nupkg",
            },
            AllPublished());
        CollectionAssert.AreEqual(
            File.ReadAllBytes(At("Acme.App", "obj", "Debug", "net10.0", "linux-x64", "bintray", "Acme.App-1.0.0-net10.0-linux-x64.zip")),
            File.ReadAllBytes(Published("Acme.App-1.0.0-net10.0-linux-x64.zip")));
        Assert.AreEqual(0, Directory.GetDirectories(At("Acme.App", "bin"), "publish", SearchOption.AllDirectories).Length);

        Dotnet("build", "Acme.App", "-t:PushToBintray").Succeeds().Says("4 unchanged");
    }

    [TestMethod]
    public void A_web_project_is_published_with_its_static_files()
    {
        Library("Acme.Web", "<OutputType>Exe</OutputType>");
        Write(
            "Acme.Web/Acme.Web.csproj",
            File.ReadAllText(At("Acme.Web", "Acme.Web.csproj"))
                .Replace("Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", StringComparison.Ordinal));
        Write("Acme.Web/Program.cs", "System.Console.WriteLine(Acme_Web.Class.Say());");
        Write("Acme.Web/wwwroot/page.html", "<html/>");

        Assert.AreEqual(1, Dotnet("publish", "Acme.Web", On).Succeeds().Pushes);
        using var zip = ZipFile.OpenRead(Published("Acme.Web-1.0.0.zip"));
        var published = At("Acme.Web", "bin", "Release", "net10.0", "publish");
        CollectionAssert.AreEqual(
            Directory.GetFiles(published, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(published, file))
                .Order(StringComparer.Ordinal).ToArray(),
            zip.Entries.Select(entry => entry.FullName).ToArray());
        Assert.IsNotNull(zip.GetEntry("wwwroot/page.html"));
    }

    [TestMethod]
    public void A_publish_after_a_push_in_one_build_is_not_lost_in_silence()
    {
        Program("Acme.App", "<BintrayPushOnPack>true</BintrayPushOnPack><BintrayPushOnPublish>true</BintrayPushOnPublish>");

        var build = Dotnet("build", "Acme.App", "-t:Pack;Publish").Succeeds().Says("warning BTP1018");
        Assert.AreEqual(1, build.Pushes);
        Assert.AreEqual(1, Dotnet("publish", "Acme.App", "-c", "Debug").Succeeds().DoesNotSay("BTP").Pushes);
        CollectionAssert.AreEqual(new[] { "Acme.App-1.0.0.zip", "Acme.App.1.0.0.nupkg" }, AllPublished());
    }

    [TestMethod]
    public void A_pack_with_publish_output_pushes_both_at_once()
    {
        Program("Acme.App", "<BintrayIncludePublishOutput>true</BintrayIncludePublishOutput><BintrayPushOnPack>true</BintrayPushOnPack>");

        var pack = Dotnet("pack", "Acme.App").Succeeds().Says("2 uploaded");
        Assert.AreEqual(1, pack.Pushes);
        CollectionAssert.AreEqual(new[] { "Acme.App-1.0.0.zip", "Acme.App.1.0.0.nupkg" }, AllPublished());
    }

    [TestMethod]
    public void A_tool_goes_out_with_the_packages_of_all_its_runtimes_in_one_push()
    {
        Program("Acme.Tool", """
            <PackAsTool>true</PackAsTool>
            <ToolCommandName>acme</ToolCommandName>
            <RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers>
            <BintrayPushOnPublish>true</BintrayPushOnPublish>
            """);

        // A tool is published while it is packed: that must not push.
        var pack = Dotnet("pack", "Acme.Tool", "-p:BintrayPushOnPack=true").Succeeds().Says("3 uploaded");
        Assert.AreEqual(1, pack.Pushes);
        IsPublished(
            [.. new[] { "Acme.Tool", "Acme.Tool.linux-arm64", "Acme.Tool.linux-x64" }.Select(
                id => ($"{id}.1.0.0.nupkg", At("Acme.Tool", "bin", "Release", $"{id}.1.0.0.nupkg")))]);

        // All of them belong to one package.
        Dotnet("build", "Acme.Tool", "-c", "Release", "-t:PushToBintray", "-getTargetResult:PushToBintray").Succeeds()
            .Says("\"BintrayPackage\": \"Acme.Tool\"").DoesNotSay("\"BintrayPackage\": \"Acme.Tool.");
    }

    [TestMethod]
    public void A_publish_folder_of_the_users_is_never_emptied()
    {
        Program(
            "Acme.App",
            "<BintrayIncludePublishOutput>true</BintrayIncludePublishOutput><BintrayIncludePackOutput>false</BintrayIncludePackOutput>");
        Write("precious/keep.txt", "mine");
        Write(
            "Acme.App/Directory.Build.targets",
            $"<Project><PropertyGroup><PublishDir>{At("precious")}/</PublishDir></PropertyGroup></Project>");

        Dotnet("build", "Acme.App", "-t:PushToBintray").Succeeds().Says("1 uploaded");

        CollectionAssert.AreEqual(
            new[] { At("precious", "keep.txt") }, Directory.GetFiles(At("precious"), "*", SearchOption.AllDirectories));
        using var zip = ZipFile.OpenRead(Published("Acme.App-1.0.0.zip"));
        Assert.IsNotNull(zip.GetEntry("Acme.App.dll"));
    }
}
