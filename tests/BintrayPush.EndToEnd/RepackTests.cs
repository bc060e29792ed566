using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The same sources packed once more, as a build server does it, are the same package.</summary>
[TestClass]
public sealed class RepackTests : Scenario
{
    private const string OnlyTagged = "-p:BintrayOnlyFromCleanTag=true";

    [TestMethod]
    public void A_second_clone_in_another_folder_changes_nothing_and_a_changed_line_or_commit_is_named()
    {
        Library("origin");
        Write("origin/.gitignore", "bin/\nobj/\n");
        Git("origin", "init", "-q");
        Commit("origin", "First");
        Git(".", "clone", "-q", "origin", "one/Acme");
        Git(".", "clone", "-q", "origin", "elsewhere/deeper/Acme");

        Push("one/Acme", OnlyTagged).FailsWith("BTP1111").Says("has no tag for origin 1.0.0");
        IsPublished();
        Git("one/Acme", "tag", "v1.0.0");
        Push("one/Acme", OnlyTagged).Succeeds().Says("1 uploaded");
        Push("elsewhere/deeper/Acme").Succeeds().Says("1 unchanged").DoesNotSay("uploaded");
        CollectionAssert.AreEqual(
            File.ReadAllBytes(At("one/Acme/bin/Release/origin.1.0.0.nupkg")),
            File.ReadAllBytes(At("elsewhere/deeper/Acme/bin/Release/origin.1.0.0.nupkg")),
            "The time in the package is that of the commit.");

        Write("elsewhere/deeper/Acme/Class.cs", "public static class Other;");
        Push("elsewhere/deeper/Acme").FailsWith("BTP3001").Says("lib/net10.0/origin.dll differs");
        Push("elsewhere/deeper/Acme", OnlyTagged).FailsWith("BTP1112").Says("Class.cs").DoesNotSay("BTP3001");

        Git("elsewhere/deeper/Acme", "checkout", "-q", ".");
        Commit("elsewhere/deeper/Acme", "Second, with nothing in it");
        Push("elsewhere/deeper/Acme").FailsWith("BTP3001").Says("commit");
    }

    private Command Push(string folder, params string[] more) => Dotnet(
        ["build", $"{folder}/origin.csproj", "-t:PushToBintray", "-c", "Release", "-p:ContinuousIntegrationBuild=true", .. more]);

    private void Commit(string folder, string message)
    {
        Git(folder, "add", "-A");
        Git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "--allow-empty", "-m", message);
    }

    private void Git(string folder, params string[] arguments) =>
        Command.Run(NextLog(), At(folder), Environment, "git", arguments).Succeeds();
}
