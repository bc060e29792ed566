namespace BintrayPush.Build.Tests;

/// <summary>A push that is to be left to the background, and cannot be: nothing is pushed, and the build says so.</summary>
[TestClass]
public sealed class BackgroundTests : TaskTest
{
    [TestMethod]
    public void Without_the_program_of_the_package_it_is_an_error_and_nothing_is_pushed()
    {
        var push = Push(Item(Write("a.zip")));
        (push.Background, push.Program) = ("true", Path.Combine(Folder, "bintray.dll"));

        FailsWith(push, "BTP6013");

        Assert.IsFalse(File.Exists(Published("a.zip")));
    }

    [TestMethod]
    public void A_program_that_ends_badly_is_an_error_with_its_words()
    {
        var push = Push(Item(Write("a.zip")));
        (push.Background, push.Program) = ("force", Write("bintray.dll", "no program"));

        FailsWith(push, "BTP6013");

        Assert.IsFalse(File.Exists(Published("a.zip")));
    }

    [TestMethod]
    [DataRow("GITHUB_ACTIONS")]
    [DataRow("CI")]
    public void On_a_build_server_it_is_refused_before_anything_is_asked(string sign)
    {
        Variables[sign] = "true";
        var push = Push(Item(Write("a.zip")));
        (push.Background, push.Url, push.Program) = (" True ", "embedded", Path.Combine(Folder, "bintray.dll"));

        FailsWith(push, "BTP6001");

        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void A_dry_run_stays_one_and_another_word_is_refused()
    {
        Variables["CI"] = "true";
        var push = Push(Item(Write("a.zip")));
        (push.Background, push.DryRun, push.Url) = ("true", "true", "embedded");
        Assert.IsTrue(push.Execute());

        push = Push(Item(Write("a.zip")));
        (push.Background, push.Url) = ("later", "embedded");
        FailsWith(push, "BTP1007");
    }
}
