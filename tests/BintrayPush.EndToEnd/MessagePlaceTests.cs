using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Whoever clicks on a message in an editor or on a build server comes to the line to be mended.</summary>
[TestClass]
public sealed class MessagePlaceTests : Scenario
{
    private const int LineOfProperties = 2;
    private const int LineOfItems = 5;

    [TestMethod]
    public void Errors_and_warnings_stand_at_the_line_of_the_property_or_item_in_the_project()
    {
        Library(
            "Acme.Core",
            "<BintrayPublish>maybe</BintrayPublish><BintrayUrl>./store</BintrayUrl><BintrayRepo>acme/bin</BintrayRepo>",
            "<BintrayArtifact Include=\"../notes.txt\" BintrayPath=\"../up\" BintrayPaht=\"x\" />");
        Write("notes.txt", "notes");

        var build = Dotnet("build", "Acme.Core", "-t:PushToBintray");

        build.FailsWith("BTP1007").FailsWith("BTP1003");
        Names(build, "Acme.Core", LineOfProperties, "error BTP1007: ");
        Names(build, "Acme.Core", LineOfItems, "error BTP1003: ");
        Names(build, "Acme.Core", LineOfItems, "warning BTP1070: ");
        build.DoesNotSay("BintrayPush.Build.targets");
    }

    [TestMethod]
    public void What_the_targets_find_themselves_stands_in_the_project_too()
    {
        Library("Acme.Switch", "<BintrayIncludePackOutput>treu</BintrayIncludePackOutput>");
        Library("Acme.None", "<IsPackable>false</IsPackable>");

        var typo = Dotnet("build", "Acme.Switch", "-t:PushToBintray").FailsWith("BTP1007");
        Names(typo, "Acme.Switch", LineOfProperties, "error BTP1007: ");
        typo.DoesNotSay("BintrayPush.Build.targets");

        Dotnet("build", "Acme.None", "-t:PushToBintray").FailsWith("BTP1010").Says("Acme.None.csproj : error BTP1010: ")
            .DoesNotSay("BintrayPush.Build.targets");
    }

    [TestMethod]
    public void A_setting_that_all_projects_share_is_named_where_it_stands()
    {
        Library("Acme.Core");
        Write(
            "Directory.Build.props",
            "<Project>\n  <PropertyGroup>\n    <BintrayPublish>maybe</BintrayPublish>\n  </PropertyGroup>\n</Project>\n");

        Dotnet("build", "Acme.Core", "-t:PushToBintray").FailsWith("BTP1007").Says("Directory.Build.props(3,5): error BTP1007: ");
    }

    private static void Names(Command build, string project, int line, string problem) =>
        StringAssert.Matches(build.Output, new($@"{project}\.csproj\({line},\d+\): {problem}"), build.Output);
}
