namespace BintrayPush.Build.Tests;

/// <summary>Every message has a place where something can be mended, and machines and their administrators have a say.</summary>
[TestClass]
public sealed class PlaceTests : TaskTest
{
    [TestMethod]
    public void A_message_names_the_line_of_the_setting_in_the_project()
    {
        var push = Push(Item(Write("a.zip")));
        push.ProjectFile = Write(
            "Acme.csproj", "<Project>\n  <PropertyGroup>\n    <BintrayPublish>maybe</BintrayPublish>\n  </PropertyGroup>\n</Project>\n");
        push.Publish = "maybe";

        FailsWith(push, "BTP1007");

        Assert.AreEqual((push.ProjectFile, 3, 5), (Engine.Errors[0].File, Engine.Errors[0].LineNumber, Engine.Errors[0].ColumnNumber));
    }

    [TestMethod]
    [DataRow("""<BintrayArtifact Include="out/b.zip" BintrayPath="../y" />""", 42, DisplayName = "metadata as an attribute")]
    [DataRow(
        """<BintrayArtifact Include="out/b.*"><BintrayPath>../y</BintrayPath></BintrayArtifact>""",
        40,
        DisplayName = "metadata as an element, and a wildcard")]
    [DataRow("""<BintrayArtifact Include="$(Out)b.zip" Condition="'$(X)' == ''" />""", 5, DisplayName = "metadata from elsewhere")]
    public void A_message_about_a_file_names_the_line_of_its_item(string item, int column)
    {
        var push = Push(Item(Write("out/a.zip")), Item(Write("out/b.zip"), ("BintrayPath", "../y")));
        push.ProjectFile = Write(
            "Acme.csproj",
            $"<Project>\n  <ItemGroup>\n    <BintrayArtifact Include=\"out/a.zip\" BintrayPath=\"x/y\" />\n    {item}\n  "
                + "</ItemGroup>\n</Project>\n");

        FailsWith(push, "BTP1003");

        Assert.AreEqual(
            (push.ProjectFile, 4, column),
            (Engine.Errors[0].File, Engine.Errors[0].LineNumber, Engine.Errors[0].ColumnNumber),
            Engine.Everything);
    }

    [TestMethod]
    public void A_message_names_the_file_that_all_projects_share_where_the_setting_stands_there()
    {
        var push = Push(Item(Write("a.zip")));
        push.ProjectFile = Write("src/Acme/Acme.csproj", "<Project />");
        var shared = Write(
            "src/Directory.Build.props",
            "<Project>\n\n  <PropertyGroup><BintrayPublish>maybe</BintrayPublish></PropertyGroup>\n</Project>\n");
        push.Publish = "maybe";

        FailsWith(push, "BTP1007");

        Assert.AreEqual((shared, 3, 18), (Engine.Errors[0].File, Engine.Errors[0].LineNumber, Engine.Errors[0].ColumnNumber));
    }

    [TestMethod]
    public void A_project_that_is_no_xml_is_named_as_a_whole()
    {
        var push = Push();
        push.ProjectFile = Write("Acme.csproj", "<Project><BintrayPublish>");

        FailsWith(push, "BTP1001");

        Assert.AreEqual((push.ProjectFile, 0), (Engine.Errors[0].File, Engine.Errors[0].LineNumber));
    }

    [TestMethod]
    public void A_message_about_nothing_that_the_project_sets_names_the_project()
    {
        var push = Push();
        push.ProjectFile = Write("Acme.csproj", "<Project />");

        FailsWith(push, "BTP1001");

        Assert.AreEqual((push.ProjectFile, 0), (Engine.Errors[0].File, Engine.Errors[0].LineNumber));
    }

    [TestMethod]
    public void The_administrators_limit_holds_for_a_build_whatever_it_sets()
    {
        var push = Push(Item(Write("a.zip")), Item(Write("b.zip")));
        push.MachineFile = Write("machine.json", """{ "maxFiles": 1 }""");
        push.MaxFiles = "0";

        FailsWith(push, "BTP1006");
        StringAssert.Contains(Engine.Everything, "A push from this machine may have 1 files at most: ");
    }

    [TestMethod]
    public void Where_the_administrator_turns_pushing_off_a_build_says_so_and_succeeds()
    {
        var push = Push(Item(Write("a.zip")));
        push.MachineFile = Write("machine.json", """{ "pushEnabled": false }""");

        Succeeds(push);

        Assert.IsFalse(File.Exists(Published("a.zip")));
        StringAssert.Contains(Engine.Everything, "Nothing is pushed: ");
    }
}
