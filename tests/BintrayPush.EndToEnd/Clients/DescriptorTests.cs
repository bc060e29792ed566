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
        Write("drops/acme/pkg/Acme.Tool.2.1.0.nupkg", "package");
        Write("drops/acme/pkg/readme.txt", "no package");
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
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../drops/acme/bintray-info.json").FailsWith("BTP4020");
        Assert.DoesNotContain($"PUT /content/{Repo}", Server.Log);
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../drops/acme/bintray-info.json", "-p:BintrayGpgSign=false").Succeeds().Says("2 uploaded")
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
        Library("Maker", "<PackageId>Acme.Made</PackageId><Version>1.2.3</Version><Description>Made here</Description><PackageLicenseExpression>MIT</PackageLicenseExpression>");
        Dotnet(Build("Maker", "GenerateBintrayDescriptor", "-p:BintrayDescriptorOutputPath=../handed/bintray-info.json", "-p:BintrayPublish=true")).Succeeds();
        Write("handed/files/a.txt", "alpha");

        Library("Driver", items: """<BintrayRoot Include="package" Path="../Maker/bin/Debug" />""");
        Push("-p:BintrayPushMode=Files", "-p:BintrayDescriptor=../handed/bintray-info.json").Succeeds().Says("1 uploaded");

        CollectionAssert.AreEqual(new[] { "Acme.Made.1.2.3.nupkg" }, Files("Acme.Made", "1.2.3"));
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/Acme.Made"), "\"desc\":\"Made here\"");
    }

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
        Environment["BINTRAY_USER"] = RunningServer.User;
        Environment["BINTRAY_API_KEY"] = Server.Key;
    }
}
