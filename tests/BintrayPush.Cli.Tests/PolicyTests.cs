namespace BintrayPush.Cli.Tests;

/// <summary>Limits and the switch come from the environment, the user's settings and the administrator's, who has the last word.</summary>
[TestClass]
public sealed class PolicyTests : CommandTest
{
    [TestMethod]
    public void The_environment_beats_the_users_settings_and_the_command_line_beats_both()
    {
        Write("home/config.json", """{ "maxFiles": 1 }""");
        Write("in/a.txt", "a");
        Write("in/b.txt", "b");

        Push("in").Fails("BTP1006");
        Variables["BINTRAY_MAX_FILES"] = "2";
        Push("in").Succeeds();
        Push("in", "--max-files", "1").Fails("BTP1006");
    }

    [TestMethod]
    public void The_administrators_limit_cannot_be_raised()
    {
        Write("machine.json", """{ "maxFiles": 1 }""");
        Write("in/a.txt", "a");
        Write("in/b.txt", "b");

        var said = Push("in", "--max-files", "0").Fails("BTP1006");

        StringAssert.Contains(
            said.Error,
            $"message BTP1097: A push from this machine may have 1 files at most: {At("machine.json")} says so, and --max-files does not "
                + "count above it.");
        Push("in/a.txt").Succeeds();
    }

    [TestMethod]
    [DataRow("""{ "pushEnabled": false }""", null)]
    [DataRow(null, "false")]
    public void Where_pushing_is_off_nothing_is_done_and_nothing_fails(string? machine, string? variable)
    {
        Write("one.txt");
        if (machine is not null)
        {
            Write("machine.json", machine);
            Variables["BINTRAY_PUSH_ENABLED"] = "true";
        }

        Variables["BINTRAY_PUSH_ENABLED"] = variable ?? "true";
        StringAssert.Contains(Push("one.txt").Succeeds().Error, "BTP1096: Nothing is pushed: ");
        Assert.IsFalse(Directory.Exists(At("home", "repository")));
    }

    [TestMethod]
    public void Settings_that_cannot_be_read_are_not_taken_for_none()
    {
        Write("one.txt");
        Write("machine.json", """{ "maxFiles": "many" }""");

        StringAssert.Contains(Push("one.txt").IsWrongUsage("BTP1095").Error, "\"maxFiles\" must be a whole number from 0 up");
        File.Delete(At("machine.json"));
        Variables["BINTRAY_MAX_FILES"] = "many";
        Push("one.txt").IsWrongUsage("BTP1007");
    }
}
