using System.IO.Compression;
using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>NuGet packages name themselves; other files have what lies beside them and what the command line says.</summary>
[TestClass]
public sealed class PackagesTests : CommandTest
{
    [TestMethod]
    public void Packages_of_several_names_go_in_one_push_with_their_symbols_and_say_of_themselves_what_is_in_them()
    {
        Pack("out/Acme.Core.2.1.0.nupkg", "Acme.Core", "2.1.0+build", "The core.");
        Pack("out/Acme.Core.2.1.0.snupkg", "Acme.Core", "2.1.0", "The core.");
        Pack("out/Acme.Extras.1.0.0.nupkg", "Acme.Extras", "1.0", "The extras.");

        var said = Run("push", "out/Acme.Core.2.1.0.nupkg", "out/Acme.Extras.1.0.0.nupkg", "--json").Succeeds();

        using var receipt = JsonDocument.Parse(said.Output);
        var pushed = receipt.RootElement.GetProperty("files").EnumerateArray()
            .Select(
                file =>
                    $"{file.GetProperty("package").GetString()} {file.GetProperty("version").GetString()} "
                        + $"{file.GetProperty("path").GetString()}").Order().ToArray();
        CollectionAssert.AreEqual(
            new[] { "Acme.Core 2.1.0 Acme.Core.2.1.0.nupkg", "Acme.Core 2.1.0 Acme.Core.2.1.0.snupkg", "Acme.Extras 1.0.0 "
                + "Acme.Extras.1.0.0.nupkg" }, pushed);
        StringAssert.Contains(Run("show", "local/nuget/Acme.Core").Succeeds().Output, "The core.");
        var extras = Run("show", "local/nuget/Acme.Extras").Succeeds().Output;
        StringAssert.Contains(extras, "The extras.");
        StringAssert.Contains(extras, "licenses: MIT");
    }

    [TestMethod]
    public void A_package_that_cannot_be_read_says_so_and_nothing_is_done()
    {
        Write("Acme.1.0.0.nupkg", "no zip");

        StringAssert.Contains(Run("push", "Acme.1.0.0.nupkg").IsWrongUsage("BTP1093").Error, "unless --package and --version are given");
        Push("Acme.1.0.0.nupkg").Succeeds();
    }

    [TestMethod]
    public void What_a_package_says_of_itself_can_be_given()
    {
        Write("one.txt");

        Push("one.txt", "--license", "MIT", "--vcs-url", "https://acme.example/git", "--label", "tools", "--description", "Words")
            .Succeeds();

        using var shown = JsonDocument.Parse(Run("show", "local/nuget/acme", "--json").Succeeds().Output);
        Assert.AreEqual("https://acme.example/git", shown.RootElement.GetProperty("vcsUrl").GetString());
        Assert.AreEqual("MIT", shown.RootElement.GetProperty("licenses")[0].GetString());
        Assert.AreEqual("tools", shown.RootElement.GetProperty("labels")[0].GetString());
        Assert.AreEqual("Words", shown.RootElement.GetProperty("description").GetString());
    }

    [TestMethod]
    [DataRow("2026-11-22", "2026-11-22T00:00:00.000Z")]
    [DataRow("2026-11-22T10:30:00+01:00", "2026-11-22T09:30:00.000Z")]
    public void A_readme_and_a_date_of_release_can_be_given(string given, string stored)
    {
        Write("one.txt");
        Write("readme.md", "# What it is");

        Push("one.txt", "--readme", "readme.md", "--released", given).Succeeds();

        using var shown = JsonDocument.Parse(Run("show", "local/nuget/acme/1.0.0", "--json").Succeeds().Output);
        Assert.AreEqual(stored, shown.RootElement.GetProperty("released").GetString());
        StringAssert.Contains(Records(), "# What it is");
        StringAssert.Contains(Run("plan", "one.txt", "--package", "acme", "--version", "1.0.0", "--readme", "none.md")
            .IsWrongUsage("BTP1048").Error, "none.md");
    }

    [TestMethod]
    public void A_date_of_release_that_is_none_is_named() => StringAssert.Contains(
        Push("one.txt", "--released", "tomorrow").IsWrongUsage("BTP1040").Error, "--released is 'tomorrow'. Valid values: dates");

    [TestMethod]
    public void A_tool_without_the_packages_that_it_points_to_is_warned_of()
    {
        Pack("out/Acme.1.0.0.nupkg", "Acme", "1.0.0", "A tool.");
        Pack("out/Acme.linux-x64.1.0.0.nupkg", "Acme.linux-x64", "1.0.0", "Of Linux.");
        using (var package = ZipFile.Open(At("out/Acme.1.0.0.nupkg"), ZipArchiveMode.Update))
        {
            using var settings = new StreamWriter(package.CreateEntry("tools/any/any/DotnetToolSettings.xml").Open());
            settings.Write("""
                <DotNetCliTool Version="2"><RuntimeIdentifierPackages>
                  <RuntimeIdentifierPackage RuntimeIdentifier="linux-x64" Id="Acme.linux-x64" />
                  <RuntimeIdentifierPackage RuntimeIdentifier="win-x64" Id="Acme.win-x64" />
                </RuntimeIdentifierPackages></DotNetCliTool>
                """);
        }

        var error = Run("push", "out/Acme.1.0.0.nupkg", "out/Acme.linux-x64.1.0.0.nupkg").Succeeds().Error;

        StringAssert.Contains(error, "warning BTP1067: Acme.1.0.0.nupkg points to packages for single runtimes");
        StringAssert.Contains(error, "does not hold: Acme.win-x64.");
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries), error);
    }

    [TestMethod]
    [DataRow("tools/1.0.0/acme.zip", "tools/1.0.0/acme.zip")]
    [DataRow("tools/1.0.0", "tools/1.0.0/out.zip")]
    [DataRow("tools/acme.zip/", "tools/acme.zip/out.zip", DisplayName = "a slash at the end means a folder")]
    public void One_file_may_be_given_its_whole_path(string path, string arrived)
    {
        Write("out.zip");

        var said = Push("out.zip", "--path", path, "--json").Succeeds();

        using var receipt = JsonDocument.Parse(said.Output);
        Assert.AreEqual(arrived, receipt.RootElement.GetProperty("files")[0].GetProperty("path").GetString());
    }

    [TestMethod]
    public void A_descriptor_selects_by_the_properties_that_lie_beside_files_and_those_are_not_pushed()
    {
        Write("out/good.zip");
        Write("out/good.zip.properties.json", """{ "stage": ["release", "tested"] }""");
        Write("out/bad.zip");
        Write("out/bad.zip.properties.json", """{ "stage": "nightly" }""");
        Write("tool-bintray-info.json", """
            {
              "repo": { "name": "bin", "type": "generic" }, "package": { "subject": "acme", "name": "tool" }, "version": { "name": "1" },
              "applyToFiles": ["out/*"], "applyToProps": [{ "stage": ["release"] }], "publish": true
            }
            """);

        Run("push", "--url", "store", "--descriptor", "tool-bintray-info.json", "--root", "out=out").Succeeds();

        CollectionAssert.AreEqual(
            new[] { "good.zip" }, Directory.GetFiles(At("store", "dl", "acme", "bin")).Select(Path.GetFileName).ToArray());
        Write("out/good.zip.properties.json", "[1]");
        Run("push", "--url", "store", "--descriptor", "tool-bintray-info.json", "--root", "out=out").IsWrongUsage("BTP1094");
    }

    [TestMethod]
    [DataRow("*good.zip:stage=release", DisplayName = "a file name")]
    [DataRow("out/g*:stage=release", DisplayName = "a path")]
    public void A_descriptor_selects_by_the_properties_that_the_command_line_gives_to_files(string property)
    {
        Write("out/good.zip");
        Write("out/bad.zip");
        Write("out/odd.zip.properties.json", "{}");
        Write("out/odd.zip");
        Write("out/tool-bintray-info.json", """
            {
              "repo": { "name": "bin", "type": "generic" }, "package": { "subject": "acme", "name": "tool" }, "version": { "name": "1" },
              "applyToRepoFiles": ["*"], "applyToProps": [{ "stage": ["release"] }], "publish": true
            }
            """);
        string[] push = ["push", "--url", "store", "--descriptor", "out/tool-bintray-info.json", "--property"];

        Run([.. push, property]).Succeeds();

        CollectionAssert.AreEqual(
            new[] { "good.zip" }, Directory.GetFiles(At("store", "dl", "acme", "bin")).Select(Path.GetFileName).ToArray());
        StringAssert.Contains(
            Run([.. push, "nope/*:stage=release"]).IsWrongUsage("BTP1041").Error,
            "--property nope/*:stage=release matches none of the files");
        Run([.. push, ":stage=release"]).IsWrongUsage("BTP1042");
    }

    [TestMethod]
    public void The_properties_beside_a_descriptors_files_count_without_a_root_and_are_not_pushed()
    {
        Write("out/good.zip");
        Write("out/good.zip.properties.json", """{ "stage": "release" }""");
        Write("out/bad.zip");
        Write("out/tool-bintray-info.json", """
            {
              "repo": { "name": "bin", "type": "generic" }, "package": { "subject": "acme", "name": "tool" }, "version": { "name": "1" },
              "applyToRepoFiles": ["*"], "applyToProps": [{ "stage": ["release"] }], "publish": true
            }
            """);

        Run("push", "--url", "store", "--descriptor", "out/tool-bintray-info.json").Succeeds();

        CollectionAssert.AreEqual(
            new[] { "good.zip" }, Directory.GetFiles(At("store", "dl", "acme", "bin")).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Files_of_a_pattern_are_published_with_its_property_and_all_with_what_is_given_for_all()
    {
        Write("out/a.zip");
        Write("out/b.txt");

        Push("out", "--property", "*.zip:os=linux", "--property", "stage=release").Succeeds();

        var attributes = Records();
        Assert.AreEqual(2, attributes.Split("\"linux\"").Length, attributes);
        Assert.AreEqual(3, attributes.Split("\"release\"").Length, attributes);
    }

    [TestMethod]
    public void A_file_without_properties_has_its_stamps_only_if_that_is_asked_for()
    {
        Write("out/a.zip");

        Push("out").Succeeds();
        Assert.DoesNotContain("bintray.path", Records());

        Write("out/b.zip");
        Push("out", "--stamp-service").Succeeds();
        Assert.HasCount(3, Records().Split("bintray.path"));
        StringAssert.Contains(Records(), "bintray.upload.time");
    }

    /// <summary>All that the repository says of what is in it.</summary>
    private string Records() => string.Concat(Directory.EnumerateFiles(At("home", "repository"), "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}dl{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    private void Pack(string name, string id, string version, string description)
    {
        var file = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var archive = ZipFile.Open(file, ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>{version}</version><description>{description}</description><license type="expression">MIT</license>
            </metadata></package>
            """);
    }
}
