using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Tests;

/// <summary>What is not meant is said before anything is written: slips, forgotten settings, warnings that count as errors.</summary>
[TestClass]
public sealed class NothingByAccidentTests : TaskTest
{
    private bool SomethingIsPublic => Directory.Exists(Path.Combine(Folder, "home", "repository", "dl"));

    [TestMethod]
    [DataRow("BTP1014")]
    [DataRow("BTP1013")]
    [DataRow("BTP1002")]
    public void A_warning_that_this_build_treats_as_an_error_stops_before_the_first_write(string code)
    {
        Engine = new RecordingEngine { WarningsAsErrors = { code } };
        Variables["BINTRAY_API_KEY"] = code == "BTP1013" ? "k3y" : "";
        var other = new TaskItem(Write("b.txt"));
        other.SetMetadata("BintrayRepo", code == "BTP1002" ? "acme/bin" : "");
        var push = Push(Item(Write("a.txt"), ("BintrayRepo", "acme/bin")), other);
        push.Repo = code == "BTP1002" ? " " : "acme/bin";
        push.Configuration = "Debug";
        push.Url = code == "BTP1014" ? "elsewhere" : null;
        push.Package = code == "BTP1002" ? null : "acme";
        other.SetMetadata("BintrayPackage", "acme");

        FailsWith(push, code);
        Assert.IsFalse(SomethingIsPublic);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "elsewhere")));
    }

    [TestMethod]
    [DataRow("BintrayPublsh", "BintrayPublish")]
    [DataRow("BintrayVesrion", "BintrayVersion")]
    [DataRow("bintrayoveride", "BintrayOverride")]
    public void A_misspelt_property_of_the_command_line_is_warned_of_with_the_nearest_name(string written, string meant)
    {
        Engine = new RecordingEngine
        {
            GlobalProperties = { [written] = "false", ["Configuration"] = "Release", ["BintrayRepo"] = "local/nuget" },
        };

        Succeeds(Push(Item(Write("a.txt"))));

        var warning = Engine.Warnings.Single();
        Assert.AreEqual("BTP1070", warning.Code);
        Assert.AreEqual($"The property {written} has no meaning here. Is {meant} meant?", warning.Message);
    }

    [TestMethod]
    public void Misspelt_metadata_of_each_kind_of_item_is_warned_of_once()
    {
        var push = Push(
            Item(Write("a.txt"), ("BintrayPaht", "x/a.txt"), ("channel", "beta")), Item(Write("b.txt"), ("BintrayPaht", "x/b.txt")));
        push.Attributes = [Item("stars", ("Value", "4"), ("Tpye", "number"))];
        push.DescriptorVariables = [Item("Channel", ("Vlaue", "beta"))];

        Succeeds(push);

        CollectionAssert.AreEqual(
            new[] { "BTP1070", "BTP1070", "BTP1070" }, Engine.Warnings.Select(warning => warning.Code).ToArray(), Engine.Everything);
        StringAssert.Contains(Engine.Everything, "a.txt has no meaning here. Is BintrayPath meant?");
        StringAssert.Contains(Engine.Everything, "Is Type meant?");
        StringAssert.Contains(Engine.Everything, "Is Value meant?");
    }

    [TestMethod]
    [DataRow("BintrayApiKey")]
    [DataRow("BINTRAY_API_KEY")]
    [DataRow("BintrayUser")]
    [DataRow("BintrayPassword")]
    [DataRow("BintrayGpgPassphrase")]
    public void A_credential_in_a_property_or_in_metadata_is_an_error_that_does_not_repeat_it(string name)
    {
        Engine = new RecordingEngine { GlobalProperties = { [name] = "s3cret" } };
        FailsWith(Push(Item(Write("a.txt"))), "BTP1071");
        Assert.DoesNotContain("s3cret", Engine.Everything);

        Engine = new RecordingEngine();
        FailsWith(Push(Item(Write("a.txt"), (name, "s3cret"))), "BTP1071");
        Assert.DoesNotContain("s3cret", Engine.Everything);
        Assert.IsFalse(SomethingIsPublic);
    }

    [TestMethod]
    [DataRow("bintray.acme.example", "https://bintray.acme.example")]
    [DataRow("bintray.acme.example/api/v1", "https://bintray.acme.example/api/v1")]
    [DataRow("bintray.acme.example:8081", "https://bintray.acme.example:8081")]
    [DataRow("127.0.0.1:18701", "http://127.0.0.1:18701")]
    [DataRow("localhost:8081/api/v1", "http://localhost:8081/api/v1")]
    [DataRow("[::1]:8081", "https://[::1]:8081")]
    public void A_url_without_a_scheme_is_no_folder(string url, string meant)
    {
        var push = Push(Item(Write("a.txt")));
        push.Url = url;
        push.Repo = "acme/bin";

        FailsWith(push, "BTP1072");
        StringAssert.Contains(Engine.Errors[0].Message, $"Write {meant} for a service, or ./{url} for a folder.");
        CollectionAssert.AreEqual(new[] { "a.txt" }, Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    [DataRow("./bintray.acme.example")]
    [DataRow("there.v1")]
    [DataRow("out/there.v1")]
    [DataRow("repository")]
    public void A_folder_stays_one(string url)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "there.v1"));
        var push = Push(Item(Write("a.txt")));
        push.Url = url;
        push.Repo = "acme/bin";

        Succeeds(push);

        Assert.IsTrue(File.Exists(Path.Combine(Folder, url, "dl", "acme", "bin", "a.txt")));
    }

    [TestMethod]
    [DataRow("CI", "true")]
    [DataRow("TF_BUILD", "True")]
    [DataRow("GITHUB_ACTIONS", "true")]
    [DataRow("GITLAB_CI", "true")]
    [DataRow("TEAMCITY_VERSION", "2025.03")]
    public void A_build_server_pushes_onto_its_own_disk_only_if_that_is_written(string variable, string value)
    {
        Variables[variable] = value;
        FailsWith(Push(Item(Write("a.txt"))), "BTP1073");
        StringAssert.Contains(Engine.Errors[0].Message, variable);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));

        Engine = new RecordingEngine();
        var push = Push(Item(Write("a.txt")));
        push.Url = "embedded";
        Succeeds(push);
        Assert.IsTrue(File.Exists(Published("a.txt")));
    }

    [TestMethod]
    public void Debug_over_what_is_published_is_doubted_in_the_embedded_repository_too()
    {
        var push = Push(Item(Write("a.txt")));
        push.Configuration = "Debug";
        push.Override = "true";

        Succeeds(push);

        Assert.AreEqual("BTP1014", Engine.Warnings.Single().Code);
    }

    [TestMethod]
    [DataRow(" lead.txt")]
    [DataRow("a;b.txt")]
    [DataRow("a%3Bb.txt")]
    [DataRow("folder/trail ")]
    [DataRow("dot.")]
    public void The_exact_name_arrives(string path)
    {
        var item = new TaskItem(Write("a.txt"));
        item.SetMetadata("BintrayPath", path.Replace("%", "%25").Replace(";", "%3B"));
        var push = Push(item);
        Succeeds(push);

        Assert.AreEqual(path, push.PushedArtifacts[0].GetMetadata("BintrayPath"));
        Assert.IsTrue(File.Exists(Published(path)), Engine.Everything);

        if (!path.Contains('%'))
        {
            Engine = new RecordingEngine();
            var byName = Push(new TaskItem(Write("files/" + Path.GetFileName(path)).Replace(";", "%3B")));
            byName.Package = "by-name";
            byName.Repo = "acme/files";
            Succeeds(byName);
            Assert.AreEqual(Path.GetFileName(path), byName.PushedArtifacts[0].GetMetadata("BintrayPath"));
        }
    }

    [TestMethod]
    public void Properties_that_are_coordinates_say_where_a_file_goes()
    {
        var push = Push(
            Item(Write("a.txt"), ("BintrayProperties", "bintray.package=other;bintray.version=2.0;bintray.path=p/a.txt;color=red")));

        Succeeds(push);

        var pushed = push.PushedArtifacts.Single();
        Assert.AreEqual(
            "other 2.0 p/a.txt", string.Join(" ", new[] { "BintrayPackage", "BintrayVersion", "BintrayPath" }.Select(pushed.GetMetadata)));
        Assert.IsTrue(File.Exists(Published("p/a.txt")));
    }

    [TestMethod]
    [DataRow("bintray.upload.time=1", "", "BTP1075")]
    [DataRow("bintray.path=p/a.txt", "q/a.txt", "BTP1074")]
    public void A_property_that_contradicts_or_lies_is_an_error(string properties, string path, string code)
    {
        FailsWith(Push(Item(Write("a.txt"), ("BintrayProperties", properties), ("BintrayPath", path))), code);
        Assert.IsFalse(SomethingIsPublic);
    }

    [TestMethod]
    public void An_existing_repository_is_updated_also_where_none_may_be_created()
    {
        var push = Push(Item(Write("a.txt")));
        push.RepoUpdateExisting = "true";
        push.RepoDescription = "for all of us";
        push.Repo = "acme/bin";
        var reader = new BintrayPush.Build.Settings.PropertyReader();
        var service = BintrayPush.Places.ChosenPlace.Choose("https://bintray.example.org", false, Folder, _ => null, reader);

        var clause = new BintrayPush.Build.Settings.SettingsReader(push, reader).Read(service).Repository;

        Assert.IsNotNull(clause);
        Assert.IsTrue(clause.UpdateExisting);
        Assert.IsFalse(clause.Create);
    }
}
