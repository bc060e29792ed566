using BintrayPush.Conformance;

namespace BintrayPush.Cli.Tests;

/// <summary>Debian packages by the command line: their coordinates, and legs of a repository whose key has a passphrase.</summary>
[TestClass]
public sealed class DebianTests : CommandTest
{
    private static readonly string[] Target = ["--repo", "local/deb", "--repo-type", "debian", "--package", "tool", "--version", "1"];
    private static readonly string[] Coordinates =
        ["--debian-distribution", "stable,testing", "--debian-component", "contrib", "--debian-architecture", "amd64"];

    [TestMethod]
    public void Options_say_in_which_indexes_packages_stand_and_other_files_have_none()
    {
        Run("key", "generate", "local").Succeeds();
        WritePackage("tool_1_amd64.deb");
        Write("notes.txt");

        Run([.. Order("tool_1_amd64.deb", "notes.txt"), .. Coordinates]).Succeeds();

        foreach (var distribution in new[] { "stable", "testing" })
        {
            StringAssert.Contains(File.ReadAllText(Index(distribution, "contrib/binary-amd64/Packages")), "Filename: tool_1_amd64.deb");
            Assert.IsTrue(File.Exists(Index(distribution, "InRelease")));
        }
    }

    [TestMethod]
    public void A_descriptor_says_what_is_pushed_and_the_options_where_packages_stand()
    {
        WritePackage("debs/tool_1_amd64.deb");
        Write("bintray-info.json", """
            {
              "repo": { "name": "deb", "subject": "local", "type": "debian" },
              "package": { "name": "tool", "repo": "deb", "subject": "local" },
              "version": { "name": "1" },
              "applyToFiles": [ "debs/*.deb" ],
              "publish": true
            }
            """);

        Run(["push", "--descriptor", "bintray-info.json", "--root", $"debs={At("debs")}", .. Coordinates]).Succeeds();

        StringAssert.Contains(File.ReadAllText(Index("stable", "contrib/binary-amd64/Packages")), "Package: tool");
    }

    [TestMethod]
    public void Without_coordinates_nothing_is_stored_and_coordinates_without_a_package_are_a_mistake()
    {
        WritePackage("tool_1_amd64.deb");
        Write("notes.txt");

        StringAssert.Contains(Run(Order("tool_1_amd64.deb")).Error, "needs a Debian distribution and architecture");
        Run([.. Order("notes.txt"), .. Coordinates]).IsWrongUsage("BTP1041");
        Assert.IsFalse(Directory.Exists(At("home", "repository", "dl", "local")));
    }

    [TestMethod]
    public void A_release_is_sealed_with_the_passphrase_of_the_environment()
    {
        Variables["BINTRAY_GPG_PASSPHRASE"] = "correct horse battery";
        Run("key", "generate", "local").Succeeds();
        Variables.Remove("BINTRAY_GPG_PASSPHRASE");
        WritePackage("tool_1_amd64.deb");
        Run([.. Order("tool_1_amd64.deb"), .. Coordinates, "--release", "17", "--leg", "amd64"]).Succeeds();
        string[] seal = ["release", "seal", "17", "--legs", "amd64"];

        StringAssert.Contains(Run(seal).Error, "needs its passphrase");
        Assert.IsFalse(File.Exists(Index("stable", "Release")));
        Variables["BINTRAY_GPG_PASSPHRASE"] = "wrong";
        StringAssert.Contains(Run(seal).Error, "does not open with the passphrase");
        Assert.IsFalse(File.Exists(Index("stable", "Release")));

        Variables["BINTRAY_GPG_PASSPHRASE"] = "correct horse battery";
        Run(seal).Succeeds();
        Assert.IsTrue(File.Exists(Index("stable", "InRelease")));
    }

    private void WritePackage(string name) => File.WriteAllBytes(Write(name), DebPackage.Make("tool", "1"));

    private static string[] Order(params string[] files) => ["push", .. files, .. Target];

    private string Index(string distribution, string path) => At("home", "repository", "dl", "local", "deb", "dists", distribution, path);
}
