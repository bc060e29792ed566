using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Where package id and version come from.</summary>
[TestClass]
public sealed class VersionTests : Scenario
{
    private const string Push = "-t:PushToBintray";

    [TestMethod]
    public void A_nuspec_file_decides_id_and_version()
    {
        Library("Acme.Core", "<NuspecFile>other.nuspec</NuspecFile><NuspecProperties>name=Acme.Other</NuspecProperties>");
        Write("Acme.Core/other.nuspec", """
            <package><metadata><id>$name$</id><version>2.1.0</version><authors>a</authors><description>d</description></metadata>
            <files><file src="Class.cs" target="content" /></files></package>
            """);

        Dotnet("build", "Acme.Core", Push, "-getTargetResult:PushToBintray").Succeeds().Says("\"BintrayPackage\": \"Acme.Other\"")
            .Says("\"BintrayVersion\": \"2.1.0\"");
        IsPublished(("Acme.Other.2.1.0.nupkg", At("Acme.Core", "bin", "Debug", "Acme.Other.2.1.0.nupkg")));
    }

    [TestMethod]
    public void A_package_under_another_name_than_predicted_is_an_error_that_names_the_file()
    {
        Library("Acme.Core", "<OutputFileNamesWithoutVersion>true</OutputFileNamesWithoutVersion>");

        Dotnet("build", "Acme.Core", Push).FailsWith("BTP1011").Says("Acme.Core.1.0.0.nupkg").Says("OutputFileNamesWithoutVersion");
        IsPublished();

        // On a terminal the code is a link to the page that came with the package.
        Dotnet("build", "Acme.Core", "--no-restore", Push, "--tl:on").Says($"{Machine.Version}/docs/errors.md#btp1011");
    }

    [TestMethod]
    public void A_version_that_a_tool_sets_in_a_target_is_read_after_the_pack()
    {
        Library(
            "Acme.Core",
            "<MinVerMinimumMajorMinor>3.4</MinVerMinimumMajorMinor><MinVerVerbosity>quiet</MinVerVerbosity>",
            "<PackageReference Include=\"MinVer\" Version=\"8.0.0\" PrivateAssets=\"all\" />");

        Dotnet("pack", "Acme.Core", "-p:BintrayPushOnPack=true", "-p:MinVerVersionOverride=3.4.5-beta.1+build.7").Succeeds();
        IsPublished(("Acme.Core.3.4.5-beta.1.nupkg", At("Acme.Core", "bin", "Release", "Acme.Core.3.4.5-beta.1.nupkg")));
    }

    [TestMethod]
    public void A_version_that_is_set_is_used_as_it_is_written()
    {
        Library("Acme.Core", "<BintrayVersion>2026.11 (autumn)</BintrayVersion>");

        Dotnet("build", "Acme.Core", Push, "-getTargetResult:PushToBintray").Succeeds().Says("\"BintrayVersion\": \"2026.11 (autumn)\"");
    }
}
