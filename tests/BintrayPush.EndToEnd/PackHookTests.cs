using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The hook after Pack: when it pushes, and when it must not.</summary>
[TestClass]
public sealed class PackHookTests : Scenario
{
    private const string On = "-p:BintrayPushOnPack=true";

    [TestMethod]
    public void A_pack_pushes_every_time_and_an_up_to_date_one_changes_nothing()
    {
        Library("Acme.Core");

        var first = Dotnet("pack", "Acme.Core", On).Succeeds().Says("1 uploaded")
            .Says("Acme.Core -> " + Path.GetDirectoryName(Published("x")));
        Assert.AreEqual(1, first.Pushes);
        IsPublished(("Acme.Core.1.0.0.nupkg", At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.nupkg")));
        var written = File.GetLastWriteTimeUtc(Published("Acme.Core.1.0.0.nupkg"));

        Dotnet("pack", "Acme.Core", "--no-build", On).Succeeds().Says("1 unchanged").DoesNotSay("uploaded");
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(Published("Acme.Core.1.0.0.nupkg")));
    }

    [TestMethod]
    public void A_pack_that_fails_pushes_nothing()
    {
        Library("Acme.Core", "<PackageReadmeFile>missing.md</PackageReadmeFile>");

        Dotnet("pack", "Acme.Core", On).FailsWith("NU5039").DoesNotSay("uploaded");
        IsPublished();
    }

    [TestMethod]
    public void A_project_with_several_frameworks_pushes_once()
    {
        Library(
            "Acme.Core",
            "<IncludeSymbols>true</IncludeSymbols><SymbolPackageFormat>snupkg</SymbolPackageFormat>",
            framework: "net10.0;net8.0");

        var pack = Dotnet("pack", "Acme.Core", On).Succeeds().Says("2 uploaded");
        Assert.AreEqual(1, pack.Pushes);
        IsPublished(
            ("Acme.Core.1.0.0.nupkg", At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.nupkg")),
            ("Acme.Core.1.0.0.snupkg", At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.snupkg")));
        Assert.IsTrue(File.Exists(At("Acme.Core", "obj", "Release", "bintray", "receipt.json")));
    }

    [TestMethod]
    public void Projects_that_cannot_be_packed_are_passed_over()
    {
        Library("Acme.Internal", "<IsPackable>false</IsPackable>");
        Library("Acme.Tests", "<IsTestProject>true</IsTestProject>");
        Library("Acme.Core");
        Solution("Acme", "Acme.Internal", "Acme.Tests", "Acme.Core");

        Dotnet("pack", "Acme.sln", On).Succeeds();
        CollectionAssert.AreEqual(new[] { "Acme.Core.1.0.0.nupkg" }, AllPublished());
    }

    [TestMethod]
    public void With_GeneratePackageOnBuild_only_a_real_pack_pushes()
    {
        Library("Acme.Core", "<GeneratePackageOnBuild>true</GeneratePackageOnBuild><BintrayPushOnPack>true</BintrayPushOnPack>");
        Library("Acme.User", items: "<ProjectReference Include=\"../Acme.Core/Acme.Core.csproj\" />");

        Dotnet("build", "Acme.User", "-c", "Release").Succeeds().DoesNotSay("uploaded");
        IsPublished();

        Dotnet("pack", "Acme.Core").Succeeds().Says("1 uploaded");
        IsPublished(("Acme.Core.1.0.0.nupkg", At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.nupkg")));

        Dotnet("build", "Acme.Core", "-c", "Release", "-t:PushToBintray").Succeeds().Says("1 unchanged");
    }

    [TestMethod]
    public void Twelve_projects_packed_in_parallel_push_into_one_repository()
    {
        var names = Enumerable.Range(1, 12).Select(number => $"Acme.Part{number}").ToArray();
        foreach (var name in names)
        {
            Library(name);
        }

        Solution("Acme", names);

        var pack = Dotnet("pack", "Acme.sln", "-m:4", On).Succeeds();
        Assert.AreEqual(12, pack.Pushes);
        IsPublished([.. names.Select(name => ($"{name}.1.0.0.nupkg", At(name, "bin", "Release", $"{name}.1.0.0.nupkg")))]);
    }

    [TestMethod]
    [DataRow("-graph")]
    [DataRow("-mt")]
    public void Graph_builds_and_multithreaded_builds_push_as_well(string mode)
    {
        Library("Acme.Core", "<BintrayReceiptFile>receipts/core.json</BintrayReceiptFile>");
        Library(
            "Acme.User",
            "<BintrayReceiptFile>receipts/user.json</BintrayReceiptFile>",
            "<ProjectReference Include=\"../Acme.Core/Acme.Core.csproj\" />");
        Solution("Acme", "Acme.Core", "Acme.User");

        var pack = Dotnet("pack", "Acme.sln", mode, On).Succeeds();
        Assert.AreEqual(2, pack.Pushes);
        IsPublished(
            ("Acme.Core.1.0.0.nupkg", At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.nupkg")),
            ("Acme.User.1.0.0.nupkg", At("Acme.User", "bin", "Release", "Acme.User.1.0.0.nupkg")));

        // Relative to the project, wherever the command was started.
        Assert.IsTrue(File.Exists(At("Acme.Core", "receipts", "core.json")));
        Assert.IsTrue(File.Exists(At("Acme.User", "receipts", "user.json")));
    }

    [TestMethod]
    public void A_switch_with_a_typing_error_is_not_passed_over()
    {
        Library("Acme.Core");

        Dotnet("pack", "Acme.Core", "-p:BintrayPushOnPack=ture").FailsWith("BTP1007")
            .Says("BintrayPushOnPack is 'ture'. Valid values: true, false.");
    }

    [TestMethod]
    public void The_main_switch_turns_everything_off_with_one_message()
    {
        Library("Acme.Core");

        Dotnet("pack", "Acme.Core", On, "-p:BintrayPushEnabled=false").Succeeds()
            .Says("nothing is pushed, because BintrayPushEnabled is false");
        Assert.IsFalse(BinaryLog.Of(LastBinaryLog).LoadsOurTasks);

        Dotnet("build", "Acme.Core", "-t:PushToBintray", "-p:BintrayPushEnabled=false").Succeeds().Says("BintrayPushEnabled is false");
        Assert.IsFalse(BinaryLog.Of(LastBinaryLog).LoadsOurTasks);
        IsPublished();
    }
}
