using System.Text.Json;

namespace BintrayPush.Cli.Tests;

[TestClass]
public sealed class VerifyTests : CommandTest
{
    private string Published(string path) => At(["home", "repository", "dl", "local", "nuget", .. path.Split('/')]);

    [TestMethod]
    public void What_was_pushed_is_verified_by_its_receipt_alone()
    {
        Write("one.txt", "1");
        Write("two.txt", "22");
        Push("one.txt", "two.txt", "--receipt", "receipt.json").Succeeds();
        Push("one.txt", "--receipt", "kept/other.json").Succeeds();

        var said = Run("verify").Succeeds();
        StringAssert.StartsWith(said.Output, "  Intact    one.txt (1 B)");
        StringAssert.Matches(said.Output, new(@"\nbintray -> .*local.nuget: verified 2 files, 3 B, \d+\.\d s\r?\n$"));
        Assert.AreEqual("", said.Error);
        StringAssert.Contains(Run("verify", "kept/other.json").Succeeds().Output, "verified 1 file");
    }

    [TestMethod]
    public void What_changed_is_named_and_the_json_says_what_is_there()
    {
        Write("one.txt", "1");
        Write("two.txt", "22");
        Push("one.txt", "two.txt", "--receipt", "receipt.json").Succeeds();
        Write("two.txt", "changed");
        Push("two.txt", "--override").Succeeds();

        Run("verify").Fails("BTP3009");
        var said = Run("verify", "--json").Fails("BTP3009");
        using var report = JsonDocument.Parse(said.Output);
        Assert.IsFalse(report.RootElement.GetProperty("intact").GetBoolean());
        Assert.AreEqual(At("receipt.json"), report.RootElement.GetProperty("receipt").GetString());
        var files = report.RootElement.GetProperty("files");
        Assert.AreEqual("Intact", files[0].GetProperty("finding").GetString());
        Assert.AreEqual("Different", files[1].GetProperty("finding").GetString());
        Assert.AreEqual("two.txt", files[1].GetProperty("path").GetString());
        Assert.AreEqual(2, files[1].GetProperty("expected").GetProperty("size").GetInt64());
        Assert.AreEqual("BTP3009", report.RootElement.GetProperty("problems")[0].GetProperty("code").GetString());

        File.Delete(Published("one.txt"));
        Run("verify").Fails("BTP3008");
    }

    [TestMethod]
    public void A_receipt_of_another_place_or_none_at_all_is_an_error_that_names_the_options()
    {
        Write("one.txt", "1");
        Push("one.txt", "--receipt", "receipt.json").Succeeds();

        var said = Run("verify", "--url", "other").Fails("BTP1030");
        StringAssert.Contains(said.Error, At("other"));
        StringAssert.Contains(said.Error, At("home", "repository"));
        StringAssert.Contains(said.Error, "--url");
        Assert.DoesNotContain("BintrayUrl", said.Error);
        Assert.IsFalse(Directory.Exists(At("other")));

        StringAssert.Contains(Run("verify", "missing.json").Fails("BTP1028").Error, At("missing.json"));
        Write("broken.json", "{");
        StringAssert.Contains(Run("verify", "broken.json").Fails("BTP1029").Error, "broken.json(1,");
        StringAssert.Contains(Run("verify", "broken.json", "--json").Output, "\"code\": \"BTP1029\"");
    }

    [TestMethod]
    public void Nothing_that_is_public_is_never_green()
    {
        Write("one.txt", "1");
        Push("one.txt", "--publish", "false", "--receipt", "receipt.json").Succeeds();

        var said = Run("verify").Fails("BTP3011");
        StringAssert.Contains(said.Error, "warning BTP3012: ");
        StringAssert.Contains(said.Output, ": verified 0 files, 1 waiting, 0 B, ");

        Run("publish", "local/nuget/acme/1.0.0").Succeeds();
        Run("verify").Succeeds();
    }
}
