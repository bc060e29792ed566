namespace BintrayPush.Cli.Tests;

/// <summary>bintray reindex: the index of a Debian repository, made anew on request.</summary>
[TestClass]
public sealed class ReindexTests : CommandTest
{
    [TestMethod]
    public void What_has_no_index_or_is_not_there_is_a_failure_with_the_words_of_the_service()
    {
        Write("one.txt", "one");
        Run("push", "one.txt", "--repo", "local/bin", "--package", "one", "--version", "1.0").Succeeds();

        var generic = Run("reindex", "local/bin");
        Assert.AreEqual(1, generic.ExitCode);
        StringAssert.Contains(generic.Error, "BTP5030");
        StringAssert.Contains(generic.Error, "It is not possible to calculate index for Generic repositories.");
        StringAssert.Contains(Run("reindex", "local/none").Error, "Repo 'none' was not found");
        Assert.AreEqual(2, Run("reindex", "local").ExitCode, "An address of another form is wrong usage.");
    }
}
