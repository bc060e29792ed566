using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>A descriptor decides what goes to the real server.</summary>
[TestClass]
public sealed class DescriptorTests : ServerScenario
{
    [TestMethod]
    public void The_worked_descriptor_pushes_exactly_its_files_then_signs_then_publishes()
    {
        LogIn();
        Library("Driver", items: """
            <BintrayRoot Include="drops" Path="../drops" />
            <BintrayArtifact Include="../drops/**/*.*" Exclude="../drops/shared/acme/deep/test.zip" stage="release" />
            """);
        Write("drops/acme/pkg/readme.txt", "no package");
        using (var zip = ZipFile.Open(At("drops", "acme", "pkg", "Acme.Tool.2.1.0.nupkg"), ZipArchiveMode.Create))
        {
            using var manifest = new StreamWriter(zip.CreateEntry("Acme.Tool.nuspec").Open());
            manifest.Write(
                "<package><metadata><id>Acme.Tool</id><version>2.1.0</version><authors>Acme</authors>"
                    + "<description>A tool.</description></metadata></package>");
        }

        Write("drops/acme/Acme.Other.nupkg", "not in pkg");
        Write("drops/shared/acme/deep/manual.zip", "manual");
        Write("drops/shared/acme/deep/test.zip", "without the property");
        Write("drops/shared/acme/flat.zip", "not below a folder");
        Write("drops/acme/bintray-info.json", $$"""
            { "repo":    { "name": "{{Repository}}", "type": "nuget", "labels": ["tools"], "updateExisting": true },
              "package": { "name": "Acme.Tool", "subject": "acme", "licenses": "MIT", "vcs_url": "https://example.org/acme/tool.git",
                           "attributes": [ { "name": "tfm", "values": ["net8.0", "net472"] } ] },
              "version": { "name": "2.1.0", "released": "2026-02-03", "vcs_tag": "v2.1.0", "gpgSign": true },
              "applyToRepoFiles": ["pkg/*.nupkg", "/shared/acme/**/*.zip"],
              "applyToProps": [ { "stage": ["release"] } ],
              "publish": true }
            """);

        // The server has no key: a version that is to be signed is not even created there.
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../drops/acme/bintray-info.json").FailsWith("BTP4064");
        Assert.DoesNotContain($"PUT /content/{Repo}", Server.Log);
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../drops/acme/bintray-info.json", "-p:BintrayGpgSign=false").Succeeds()
            .Says("2 uploaded")
            .Says("BTP2029").Says("BTP2024").Says("flat.zip");

        CollectionAssert.AreEquivalent(
            new[] { "acme/pkg/Acme.Tool.2.1.0.nupkg", "shared/acme/deep/manual.zip" },
            Files("Acme.Tool", "2.1.0"));
        StringAssert.Contains(Server.Ask("GET", $"repos/{Repo}"), "\"labels\":[\"tools\"]");
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/Acme.Tool/versions/2.1.0"), "\"vcs_tag\":\"v2.1.0\"");
        var calls = Server.Log.Split('\n').Where(line => line.Contains(Repository, StringComparison.Ordinal)).ToList();
        var (upload, publish) = (
            calls.FindLastIndex(line => line.Contains("PUT ", StringComparison.Ordinal)),
            calls.FindIndex(line => line.Contains("/publish", StringComparison.Ordinal)));
        Assert.IsTrue(upload >= 0 && upload < publish, string.Join('\n', calls));
    }

    [TestMethod]
    public void A_generated_descriptor_is_obeyed_by_another_project()
    {
        LogIn();
        Library(
            "Maker",
            "<PackageId>Acme.Made</PackageId><Version>1.2.3</Version><Description>Made "
                + "here</Description><PackageLicenseExpression>MIT</PackageLicenseExpression>");
        Dotnet(
            Build(
                "Maker",
                "GenerateBintrayDescriptor",
                "-p:BintrayDescriptorOutputPath=../handed/bintray-info.json",
                "-p:BintrayPublish=true")).Succeeds();
        Write("handed/files/a.txt", "alpha");

        Library("Driver", items: """<BintrayRoot Include="package" Path="../Maker/bin/Debug" />""");
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../handed/bintray-info.json").Succeeds().Says("1 uploaded");

        CollectionAssert.AreEqual(new[] { "Acme.Made.1.2.3.nupkg" }, Files("Acme.Made", "1.2.3"));
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/Acme.Made"), "\"desc\":\"Made here\"");
    }

    /// <summary>
    /// The guide's sample has every field, values of each type, a date whose offset has no colon, one string with two patterns in it, and
    /// a property of any name. The task takes the properties from the items, the program from the files beside the files.
    /// </summary>
    [TestMethod]
    public void The_sample_of_the_guide_is_obeyed_by_the_task_and_by_the_program()
    {
        LogIn();
        foreach (
            var file in new[] { "repo1/path/to/first.zip", "repo1/path/to/second.zip", "repo2/other.zip", "repo2/unwanted.zip", "repo1/jars/lib-1.jar" })
        {
            Write(file, $"content of {file}");
            Write(
                $"{file}.properties.json",
                file.Contains("unwanted", StringComparison.Ordinal) ? """{ "stage": "nightly" }""" : """{ "stage": "release" }""");
        }

        Library("Driver", items: """
            <BintrayRoot Include="repo1" Path="../repo1" />
            <BintrayRoot Include="repo2" Path="../repo2" />
            <BintrayArtifact Include="../repo1/**/*.zip;../repo1/**/*.jar;../repo2/other.zip" stage="release" />
            <BintrayArtifact Include="../repo2/unwanted.zip" stage="nightly" />
            """);
        Write("repo1/bintray-info.json", Sample("by-task"));
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../repo1/bintray-info.json", "-p:BintrayRepo=").Succeeds()
            .Says("3 uploaded");
        HasTheSample("by-task");

        Write("repo1/bintray-info.json", Sample("by-program"));
        Bintray("push", "--descriptor", "repo1/bintray-info.json", "--root", "repo1=repo1", "--root", "repo2=repo2", "--url", Server.Url)
            .Succeeds().Says("3 uploaded");
        HasTheSample("by-program");
    }

    private string Sample(string package) => $$"""
        {
          "repo": { "name": "{{Repository}}", "type": "generic", "private": false, "premium": false, "desc": "Made by a push",
                    "labels": ["one", "two"], "updateExisting": false },
          "package": { "name": "{{package}}", "repo": "{{Repository}}", "subject": "{{ServerUsers.Subject}}", "desc": "Pushed by itself",
                       "website_url": "https://example.org", "issue_tracker_url": "https://example.org/issues",
                       "vcs_url": "https://example.org/tool.git", "licenses": ["MIT"], "labels": ["cool", "small"],
                       "public_download_numbers": false, "public_stats": false,
                       "attributes": [ { "name": "att1", "values": ["val1"], "type": "string" },
                                       { "name": "att2", "values": [1, 2.2, 4], "type": "number" },
                                       { "name": "att3", "values": ["2014-12-28T19:43:37+0100"], "type": "date" } ] },
          "version": { "name": "0.5", "desc": "The first that anybody sees", "released": "2015-01-04", "vcs_tag": "0.5",
                       "attributes": [ { "name": "VerAtt1", "values": ["VerVal1"], "type": "string" },
                                       { "name": "VerAtt2", "values": [1, 3.3, 5], "type": "number" },
                                       { "name": "VerAtt3", "values": ["2015-01-01T19:43:37+0100"], "type": "date" } ],
                       "gpgSign": false },
          "applyToFiles": ["repo1/path/to/*.zip", "repo1/a.zip,repo2/b.zip", "repo2/*.zip"],
          "applyToRepoFiles": ["/jars/*.none"],
          "applyToProps": [ { "*": ["release"] } ],
          "publish": true
        }
        """;

    private void HasTheSample(string package)
    {
        CollectionAssert.AreEquivalent(new[] { "other.zip", "path/to/first.zip", "path/to/second.zip" }, Files(package, "0.5"));
        var (described, version) = (
            Server.Ask("GET", $"packages/{Repo}/{package}"), Server.Ask("GET", $"packages/{Repo}/{package}/versions/0.5"));
        foreach (var said in new[] { "Pushed by itself", "\"MIT\"", "\"cool\"", "https://example.org/issues" })
        {
            StringAssert.Contains(described, said);
        }

        StringAssert.Contains(version, "\"vcs_tag\":\"0.5\"");
        StringAssert.Contains(version, "2015-01-04");
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/{package}/attributes"), "2.2");
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/{package}/versions/0.5/attributes"), "VerVal1");
        IsServed("other.zip", At("repo2/other.zip"));
        Server.Ask("DELETE", $"packages/{Repo}/{package}");
    }

    private Command Bintray(params string[] arguments) => Command.Dotnet(
        NextLog(), Folder, Environment,
        ["--roll-forward", "Major", Path.Combine(
            Machine.Sources, "src", "BintrayPush.Cli", "bin", Machine.Configuration, "net8.0", "bintray.dll"), .. arguments]);

    private Command Push(params string[] more) => Dotnet(Build("Driver", "PushToBintray", more));

    private string[] Build(string project, string target, params string[] more) =>
        ["build", project, $"-t:{target}", $"-p:BintrayUrl={Server.Url}", $"-p:BintrayRepo={Repo}", "-p:BintrayCreateRepo=true", .. more];

    private string[] Files(string package, string version)
    {
        using var listing = System.Text.Json.JsonDocument.Parse(Server.Ask("GET", $"packages/{Repo}/{package}/versions/{version}/files"));
        return [.. listing.RootElement.EnumerateArray().Select(file => file.GetProperty("path").GetString()!)];
    }

    private void LogIn()
    {
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
    }
}
