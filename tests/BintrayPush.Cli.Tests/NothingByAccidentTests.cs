namespace BintrayPush.Cli.Tests;

/// <summary>A command pushes what was meant, and says so where it cannot know.</summary>
[TestClass]
public sealed class NothingByAccidentTests : CommandTest
{
    [TestMethod]
    public void A_folder_that_somebody_develops_in_is_pushed_only_if_that_is_asked_for_and_private_files_never()
    {
        Write("work/Acme.csproj");
        Write("work/.env", "s3cret");
        Write("work/a.txt");

        Push("work").Fails("BTP2041");
        Assert.IsFalse(Directory.Exists(Home));

        var said = Push("work", "--whole-folder").Succeeds();
        StringAssert.Contains(said.Error, "BTP2040");
        Assert.IsTrue(File.Exists(At("home", "repository", "dl", "local", "nuget", "a.txt")));
        Assert.IsFalse(File.Exists(At("home", "repository", "dl", "local", "nuget", ".env")));

        Run("push", "work/.env", "--package", "named", "--version", "1").Succeeds();
        Assert.IsTrue(File.Exists(At("home", "repository", "dl", "local", "nuget", ".env")));
    }

    [TestMethod]
    public void A_build_server_pushes_onto_its_own_disk_only_if_that_is_written()
    {
        Write("a.txt");
        Variables["CI"] = "true";

        Push("a.txt").Fails("BTP1073");
        Assert.IsFalse(Directory.Exists(Home));
        Push("a.txt", "--url", "embedded").Succeeds();
        Assert.IsTrue(File.Exists(At("home", "repository", "dl", "local", "nuget", "a.txt")));
    }

    [TestMethod]
    public void A_url_without_a_scheme_is_wrong_usage() => Run("show", "acme", "--url", "bintray.acme.example").IsWrongUsage("BTP1072");

    [TestMethod]
    public void Properties_that_are_coordinates_are_obeyed_and_the_time_is_refused()
    {
        Write("a.txt");

        Push("a.txt", "--property", "bintray.path=p/a.txt").Succeeds();
        Assert.IsTrue(File.Exists(At("home", "repository", "dl", "local", "nuget", "p", "a.txt")));
        Push("a.txt", "--property", "bintray.upload.time=1").Fails("BTP1075");
    }
}
