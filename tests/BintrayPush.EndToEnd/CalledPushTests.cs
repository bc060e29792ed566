using System.Text.Json;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The target called by name.</summary>
[TestClass]
public sealed class CalledPushTests : Scenario
{
    private const string Push = "-t:PushToBintray";

    [TestMethod]
    public void Hook_and_call_together_are_one_push()
    {
        Library("Acme.Core", "<BintrayPushOnPack>true</BintrayPushOnPack>");

        var build = Dotnet("build", "Acme.Core", Push).Succeeds().Says("1 uploaded");
        Assert.AreEqual(1, build.Pushes);
        Assert.AreEqual(1, Dotnet("build", "Acme.Core", "-t:Pack;PushToBintray").Succeeds().Says("1 unchanged").Pushes);
        Assert.AreEqual(0, Dotnet("build", "Acme.Core", "-t:CollectBintrayArtifacts").Succeeds().Pushes);

        Assert.IsTrue(File.Exists(At("Acme.Core", "obj", "Debug", "net10.0", "bintray", "receipt.json")));
        Dotnet("clean", "Acme.Core").Succeeds();
        Assert.IsFalse(Directory.Exists(At("Acme.Core", "obj", "Debug", "net10.0", "bintray")));
    }

    [TestMethod]
    public void The_pushed_files_come_back_as_json()
    {
        Library("Acme.Core", "<BintrayPackage>core</BintrayPackage><Version>1.2.0+abc</Version>");

        var result = Dotnet("build", "Acme.Core", Push, "-getTargetResult:PushToBintray").Succeeds();
        var item = JsonDocument.Parse(result.Output).RootElement.GetProperty("TargetResults").GetProperty("PushToBintray")
            .GetProperty("Items")[0];

        Assert.AreEqual("local/nuget", item.GetProperty("BintrayRepo").GetString());
        Assert.AreEqual("core", item.GetProperty("BintrayPackage").GetString());
        Assert.AreEqual("1.2.0", item.GetProperty("BintrayVersion").GetString());
        Assert.AreEqual("Acme.Core.1.2.0.nupkg", item.GetProperty("BintrayPath").GetString());
        Assert.AreEqual("Uploaded", item.GetProperty("Outcome").GetString());
        Assert.AreEqual(Published("Acme.Core.1.2.0.nupkg"), item.GetProperty("Url").GetString());
        Assert.AreEqual(
            new FileInfo(Published("Acme.Core.1.2.0.nupkg")).Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            item.GetProperty("Size").GetString());
        Assert.AreEqual(40, item.GetProperty("Sha1").GetString()!.Length);
        Assert.AreEqual(64, item.GetProperty("Sha256").GetString()!.Length);
        StringAssert.Matches(item.GetProperty("BintrayUploadTime").GetString()!, new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
    }

    [TestMethod]
    public void Changed_code_under_a_pushed_version_is_refused_until_override_is_set()
    {
        Library("Acme.Core");
        Library("Acme.Extra");
        Dotnet("build", "Acme.Core", Push).Succeeds();
        var before = File.ReadAllBytes(Published("Acme.Core.1.0.0.nupkg"));

        Write("Acme.Core/Class.cs", "public static class Changed;");
        Dotnet("build", "Acme.Core", Push).FailsWith("BTP3001").Says("Acme.Core.1.0.0.nupkg is already published");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(Published("Acme.Core.1.0.0.nupkg")));

        Dotnet("build", "Acme.Core", Push, "-p:BintrayOverride=true").Succeeds().Says("1 replaced");
        IsPublished(("Acme.Core.1.0.0.nupkg", At("Acme.Core", "bin", "Debug", "Acme.Core.1.0.0.nupkg")));
    }

    [TestMethod]
    public void Items_go_to_their_place_below_the_folder_that_was_searched()
    {
        Library("Acme.Core", items: """
            <BintrayArtifact Include="docs/**/*.txt" />
            <BintrayArtifact Include="notes/one %2B two.txt" BintrayPath="extra/notes.txt" channel="stable;beta" />
            <BintrayArtifact Include="bin/$(Configuration)/$(MSBuildProjectName).1.0.0.nupkg" BintrayPath="packages/core.nupkg" />
            """);
        Write("Acme.Core/docs/a.txt", "a");
        Write("Acme.Core/docs/deep/er/b.txt", "b");
        Write("Acme.Core/notes/one + two.txt", "notes");

        // The package is named twice, by the item and by what Pack made; it is pushed once, where the item says.
        Dotnet("build", "Acme.Core", Push).Succeeds().Says("4 uploaded");
        IsPublished(
            ("a.txt", At("Acme.Core", "docs", "a.txt")),
            ("deep/er/b.txt", At("Acme.Core", "docs", "deep", "er", "b.txt")),
            ("extra/notes.txt", At("Acme.Core", "notes", "one + two.txt")),
            ("packages/core.nupkg", At("Acme.Core", "bin", "Debug", "Acme.Core.1.0.0.nupkg")));

        // The checksums of all that is a push more; packed again by then, or not.
        const string Checksums = "-p:BintrayChecksumsFile={package}/{version}/SHA256SUMS";
        Dotnet("build", "Acme.Core", Push, Checksums).Succeeds().Says("4 unchanged").Says("1 uploaded");
        Dotnet("build", "Acme.Core", "-t:Rebuild;PushToBintray", Checksums).Succeeds().Says("5 unchanged");
        var sums = Path.GetDirectoryName(Published("a.txt"))!;
        Command.Run(NextLog(), sums, Environment, Tool.Checksums.File(), "-c", "Acme.Core/1.0.0/SHA256SUMS").Succeeds().Says("extra/notes.txt: OK")
            .Says("packages/core.nupkg: OK");
    }

    [TestMethod]
    public void Three_hundred_files_arrive_and_the_limit_must_be_lifted_for_them()
    {
        Library("Acme.Data", "<BintrayIncludePackOutput>false</BintrayIncludePackOutput>", "<BintrayArtifact Include=\"data/**\" />");
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var content = new byte[random.Next(2000)];
            random.NextBytes(content);
            Directory.CreateDirectory(At("Acme.Data", "data", $"d{i % 7}"));
            File.WriteAllBytes(At("Acme.Data", "data", $"d{i % 7}", $"f{i}.bin"), content);
        }

        Dotnet("build", "Acme.Data", Push).FailsWith("BTP1006");
        IsPublished();

        Dotnet("build", "Acme.Data", Push, "-p:BintrayMaxFiles=0").Succeeds().Says("300 uploaded").DoesNotSay("f1.bin");
        IsPublished([.. Enumerable.Range(0, 300).Select(i => ($"d{i % 7}/f{i}.bin", At("Acme.Data", "data", $"d{i % 7}", $"f{i}.bin")))]);
    }

    [TestMethod]
    public void A_project_without_a_package_says_why_and_what_to_do()
    {
        Library("Acme.Internal", "<IsPackable>false</IsPackable>");
        Write("NoPack.proj", $"""
            <Project>
              <Import Project="{Path.Combine(Machine.Unpacked, "build", "BintrayPush.Build.props")}" />
              <Target Name="Build" />
              <Import Project="{Path.Combine(Machine.Unpacked, "build", "BintrayPush.Build.targets")}" />
            </Project>
            """);
        Dotnet("build", "Acme.Internal", Push).FailsWith("BTP1010").Says("IsPackable is 'false'");
        Dotnet("msbuild", "NoPack.proj", Push).FailsWith("BTP1010").Says("has no Pack target");
    }

    [TestMethod]
    public void An_engine_that_is_too_old_is_told_before_the_task_is_loaded()
    {
        Library("Acme.Core");

        Dotnet("build", "Acme.Core", Push, "-p:_BintrayMSBuildVersion=17.7.2").FailsWith("BTP1015").Says("needs MSBuild 17.8 or newer");
        Assert.IsFalse(BinaryLog.Of(LastBinaryLog).LoadsOurTasks);
    }
}
