using System.Text;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What must not happen.</summary>
[TestClass]
public sealed class NoPushTests : Scenario
{
    [TestMethod]
    public void A_project_that_references_the_package_and_does_not_push_hears_nothing_of_it()
    {
        Library("Acme.Core");

        Dotnet("pack", "Acme.Core").Succeeds().DoesNotSay("Bintray -> ").DoesNotSay("BTP");
        var log = BinaryLog.Of(LastBinaryLog);
        Assert.IsFalse(log.LoadsOurTasks);
        CollectionAssert.AreEqual(Array.Empty<string>(), log.OurMessages);
        Assert.IsFalse(Directory.Exists(Home));

        // It is a development dependency: it does not travel on.
        Dotnet("package", "list", "--project", "Acme.Core/Acme.Core.csproj", "--format", "json").Succeeds();
        using var package = System.IO.Compression.ZipFile.OpenRead(At("Acme.Core", "bin", "Release", "Acme.Core.1.0.0.nupkg"));
        using var nuspec = new StreamReader(
            package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        Assert.IsFalse(nuspec.ReadToEnd().Contains("BintrayPush", StringComparison.Ordinal));
    }

    [TestMethod]
    public void The_key_is_in_no_log_and_no_receipt_after_success_and_after_failure()
    {
        const string marker = "k3y-0f-th3-t3st";
        Library("Acme.Core");
        Environment["BINTRAY_API_KEY"] = marker;
        Environment["BINTRAY_USER"] = "somebody";

        KeepsIt(
            Dotnet("build", "Acme.Core", "-v:diag", "-t:PushToBintray").Succeeds().Says("warning BTP1013").Says("BINTRAY_API_KEY is set"),
            true);
        KeepsIt(
            Dotnet("build", "Acme.Core", "-v:diag", "-t:PushToBintray", "-p:BintrayReleased=tomorrow", "-p:BintrayMaxFiles=few")
                .FailsWith("BTP1007").Says("BintrayMaxFiles is 'few'"),
            true);
        KeepsIt(
            Dotnet("build", "Acme.Core", "-v:diag", "-t:PushToBintray", "-p:BintrayUrl=http://bintray.example.org").FailsWith("BTP1019"),
            true);

        void KeepsIt(Command command, bool receipt)
        {
            command.DoesNotSay(marker);
            Assert.IsFalse(Holds(BinaryLog.Bytes(LastBinaryLog), marker), "The binary log holds the key.");
            Assert.AreEqual(receipt, File.Exists(At("Acme.Core", "obj", "Debug", "net10.0", "bintray", "receipt.json")));
            Assert.IsFalse(
                File.ReadAllText(At("Acme.Core", "obj", "Debug", "net10.0", "bintray", "receipt.json"))
                    .Contains(marker, StringComparison.Ordinal));
        }
    }

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
}
