using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What is pushed is what was meant, seen from the command line.</summary>
[TestClass]
public sealed class NothingByAccidentTests : Scenario
{
    [TestMethod]
    public void The_descriptor_that_a_project_writes_pushes_its_package_and_nothing_of_its_folder()
    {
        Library("Acme.Core", "<Version>1.2.0</Version>");
        Write("Acme.Core/.env", "SECRET=1");
        Dotnet("build", "Acme.Core", "-c", "Release", "-t:GenerateBintrayDescriptor", "-p:BintrayDescriptorOutputPath=bintray-info.json")
            .Succeeds();

        var push = Dotnet(
            "build",
            "Acme.Core",
            "-c",
            "Release",
            "-t:PushToBintray",
            "-p:BintrayPushMode=Files",
            "-p:BintrayDescriptor=bintray-info.json");

        push.Succeeds().Says("1 uploaded");
        CollectionAssert.AreEqual(new[] { "Acme.Core.1.2.0.nupkg" }, AllPublished());

        Write(
            "Acme.Core/whole-bintray-info.json",
            """{ "package": { "name": "all", "subject": "local", "repo": "nuget" }, "version": { "name": "1" }, "publish": true }""");
        Dotnet(
            "build",
            "Acme.Core",
            "-c",
            "Release",
            "-t:PushToBintray",
            "-p:BintrayPushMode=Files",
            "-p:BintrayDescriptor=whole-bintray-info.json").FailsWith("BTP2041");
        CollectionAssert.AreEqual(new[] { "Acme.Core.1.2.0.nupkg" }, AllPublished());
    }

    [TestMethod]
    public void Warnings_that_are_errors_slips_and_credentials_are_found_before_anything_is_public()
    {
        Library("Acme.Core");

        Dotnet("build", "Acme.Core", "-t:PushToBintray", "-p:BintrayUrl=./elsewhere", "-p:BintrayRepo=acme/bin", "-warnaserror:BTP1014")
            .FailsWith("BTP1014");
        Assert.IsFalse(Directory.Exists(At("Acme.Core", "elsewhere")));
        Dotnet("build", "Acme.Core", "-t:PushToBintray", "-p:BintrayPublsh=false", "-warnaserror:BTP1070").FailsWith("BTP1070")
            .Says("Is BintrayPublish meant?");
        Library("Acme.Secret", "<BintrayApiKey>s3cret</BintrayApiKey>");
        Dotnet("build", "Acme.Secret", "-t:PushToBintray").FailsWith("BTP1071").Says("The property BintrayApiKey");
        CollectionAssert.AreEqual(Array.Empty<string>(), AllPublished());
    }

    [TestMethod]
    public void A_plan_shows_its_files_and_names_its_file_in_the_terminal_logger_too()
    {
        Library("Acme.Core", "<Version>1.2.0</Version>");

        Dotnet("build", "Acme.Core", "-t:PlanBintrayPush", "-tl:on").Succeeds()
            .Says("Add       Acme.Core.1.2.0.nupkg")
            .Says("local/nuget/Acme.Core.1.2.0.nupkg")
            .Says("plan.json");
    }

    [TestMethod]
    public void On_a_build_server_the_place_must_be_written()
    {
        Library("Acme.Core");
        Environment["GITHUB_ACTIONS"] = "true";

        Dotnet("build", "Acme.Core", "-t:PushToBintray").FailsWith("BTP1073")
            .Says($"::error file={At("Acme.Core", "Acme.Core.csproj")},title=BTP1073::");

        // What a build server reads stands in the output as it takes it.
        Environment.Remove("GITHUB_ACTIONS");
        Environment["TF_BUILD"] = "True";
        Environment["AGENT_TEMPDIRECTORY"] = At("agent");
        Dotnet("build", "Acme.Core", "-t:PushToBintray", "-p:BintrayUrl=embedded").Succeeds().Says("1 uploaded")
            .Says("##vso[task.setvariable variable=bintray.state;isOutput=true]Done").Says("##vso[task.uploadsummary]");
        StringAssert.EndsWith(
            Directory.GetFiles(At("agent"), "*", SearchOption.AllDirectories).Single(), "Pushed Acme.Core.md");
    }
}
