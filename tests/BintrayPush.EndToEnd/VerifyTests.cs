using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What was pushed is read back by a later build, which builds nothing.</summary>
[TestClass]
public sealed class VerifyTests : ServerScenario
{
    private const string Push = "-t:PushToBintray";
    private const string Verify = "-t:VerifyBintrayPush";

    [TestMethod]
    public void In_a_folder_what_everybody_reads_is_compared_with_the_receipt()
    {
        Library("Acme.Core", items: """<BintrayArtifact Include="notes.txt" />""", framework: "net10.0;net8.0");
        Write("Acme.Core/notes.txt", "notes");
        Dotnet("build", "Acme.Core", Verify).FailsWith("BTP1028").Says("receipt.json");
        Assert.IsFalse(Directory.Exists(At("Acme.Core", "bin")));

        Dotnet("build", "Acme.Core", Push).Succeeds();
        Dotnet("build", "Acme.Core", Verify).Succeeds().Says("Acme.Core -> ").Says(": verified 2 files, ");
        Dotnet("build", "Acme.Core", Verify, "-c", "Release").FailsWith("BTP1028");
        Dotnet("build", "Acme.Core", Verify, $"-p:BintrayUrl={At("other")}").FailsWith("BTP1030").Says(At("other"));

        File.Delete(Published("notes.txt"));
        Dotnet("build", "Acme.Core", Verify).FailsWith("BTP3008").Says("local/nuget/notes.txt").Says(": verified 1 file, 1 missing, ");
        File.WriteAllText(Published("notes.txt"), "other");
        Dotnet("build", "Acme.Core", Verify).FailsWith("BTP3009").Says(Published("notes.txt")).Says("there are 5 bytes");
    }

    [TestMethod]
    public void On_a_server_too_without_a_key()
    {
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
        Library("Acme.Core", items: """<BintrayArtifact Include="notes.txt;gone.txt" />""");
        Write("Acme.Core/notes.txt", "notes");
        Write("Acme.Core/gone.txt", "gone");
        Dotnet(OnServer(Push, "-p:BintrayCreateRepo=true")).Succeeds().Says("3 uploaded");
        Environment.Remove("BINTRAY_API_KEY");

        Dotnet(OnServer(Verify)).Succeeds().Says($"/dl/{Repo}: verified 3 files, ");

        Write("Acme.Core/notes.txt", "newer");
        Environment["BINTRAY_API_KEY"] = Server.Key;
        Dotnet(OnServer(Push, "-p:BintrayOverride=true", "-p:BintrayReceiptFile=later.json")).Succeeds().Says("1 replaced");
        Server.Ask("DELETE", $"content/{Repo}/gone.txt");
        Environment.Remove("BINTRAY_API_KEY");

        Dotnet(OnServer(Verify)).FailsWith("BTP3009").FailsWith("BTP3008").Says($"{Repo}/notes.txt is not what was pushed")
            .Says($"{Repo}/gone.txt is not there")
            .Says(": verified 1 file, 1 different, 1 missing, ");
    }

    private string[] OnServer(string target, params string[] more) =>
        ["build", "Acme.Core", target, $"-p:BintrayUrl={Server.Url}", $"-p:BintrayRepo={Repo}", .. more];
}
