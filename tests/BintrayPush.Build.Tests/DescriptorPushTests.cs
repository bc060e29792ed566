using System.Text.Json;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Tests;

/// <summary>The task with a descriptor.</summary>
[TestClass]
public sealed class DescriptorPushTests : TaskTest
{
    [TestMethod]
    public void In_Files_mode_what_the_descriptor_selects_from_the_roots_is_pushed_to_where_it_says()
    {
        Write("drops/pkg/tool.nupkg", "package");
        Write("drops/pkg/tool.txt", "not selected");
        Write("drops/shared/docs/manual.zip", "manual");
        var push = Push();
        push.Mode = "Files";
        push.Roots = [Item("drops", ("Path", Path.Combine(Folder, "drops")))];
        push.DescriptorVariables = [Item("Version", ("Value", "2.1.0"))];
        push.Descriptor = Write("drops/acme-bintray-info.json", """
            { "repo": { "name": "tools", "type": "generic" },
              "package": { "name": "Acme.Tool", "subject": "acme" },
              "version": { "name": "${Version}" },
              "applyToFiles": "drops/shared/**/*.zip",
              "applyToRepoFiles": [ "pkg/*.nupkg" ],
              "publish": true }
            """);

        Succeeds(push);

        CollectionAssert.AreEquivalent(
            new[] { "acme/tools Acme.Tool 2.1.0 pkg/tool.nupkg Uploaded", "acme/tools Acme.Tool 2.1.0 shared/docs/manual.zip Uploaded" },
            push.PushedArtifacts.Select(Described).ToArray());
        Assert.AreEqual(
            "manual", File.ReadAllText(Path.Combine(Folder, "home", "repository", "dl", "acme", "tools", "shared", "docs", "manual.zip")));
    }

    [TestMethod]
    public void In_Build_mode_the_descriptor_among_the_artifacts_filters_them_by_their_metadata()
    {
        var push = Push(
            Item(Write("a.zip"), ("stage", "release")),
            Item(Write("b.zip"), ("stage", "test")),
            Item(
                Write(
                    "bintray-info.json",
                    """{ "package": { "name": "tool", "subject": "acme", "repo": "bin" }, "version": { "name": "3.0" }, "applyToProps": { "stage": "release" } }""")));

        Succeeds(push);

        CollectionAssert.AreEqual(new[] { "acme/bin tool 3.0 a.zip Uploaded" }, push.PushedArtifacts.Select(Described).ToArray());
        Assert.AreEqual("release", push.PushedArtifacts[0].GetMetadata("stage"));
        Assert.IsFalse(
            File.Exists(Path.Combine(Folder, "home", "repository", "dl", "acme", "bin", "a.zip")),
            "a descriptor that does not say so publishes nothing");
    }

    [TestMethod]
    public void Every_mistake_of_a_descriptor_is_an_error_at_its_line_and_nothing_is_asked_of_the_service()
    {
        var push = Push(Item(Write("a.zip")));
        push.Descriptor = Write("bintray-info.json", """
            {
              "package": { "name": "a/b", "subject": 7, "repo": "x", "attributes": [ { "name": "n", "type": "colour", "values": [1] } ] },
              "version": { "name": "", "released": "someday", "gpgSign": "yes" },
              "applyToFiles": [ "*/x/../y" ],
              "publish": "true"
            }
            """);

        Assert.IsFalse(push.Execute());

        Assert.IsGreaterThanOrEqualTo(8, Engine.Errors.Count, Engine.Everything);
        Assert.IsTrue(
            Engine.Errors.All(
                error => error.File.EndsWith("bintray-info.json", StringComparison.Ordinal) && error.LineNumber is >= 2 and <= 5),
            Engine.Everything);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void A_generated_descriptor_pushes_in_Files_mode_what_the_project_makes_and_nothing_else()
    {
        var file = Path.Combine(Folder, "bintray-info.json");
        Write("Acme.csproj");
        Write(".env", "secret");
        Write("obj/project.assets.json");
        Write("out/a.zip", "alpha");
        Write("docs/a.txt", "alpha");
        var first = Generate(file);
        Succeeds(first);
        var bytes = File.ReadAllBytes(file);
        Succeeds(Generate(file));
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(file));
        Assert.DoesNotContain("secret", File.ReadAllText(file));
        using var document = JsonDocument.Parse(bytes);
        Assert.AreEqual("https://example.org/acme", document.RootElement.GetProperty("package").GetProperty("vcs_url").GetString());

        var push = Push();
        push.Mode = "Files";
        push.Roots = [Item("package", ("Path", Path.Combine(Folder, "out")))];
        push.Descriptor = first.Descriptor;
        Succeeds(push);

        CollectionAssert.AreEquivalent(
            new[] { "local/nuget acme 1.0.0 a.zip Uploaded", "local/nuget acme 1.0.0 docs/a.txt Uploaded" }, push.PushedArtifacts.Select(Described).ToArray());
        Assert.IsTrue(File.Exists(Published("a.zip")));
    }

    [TestMethod]
    [DataRow("", "", "it has no Path")]
    [DataRow("a/b", ".", "one segment")]
    [DataRow("gone", "no/such/folder", "there is no folder")]
    public void A_root_that_cannot_be_used_is_named(string name, string path, string fault)
    {
        var push = Push(Item(Write("a.zip")));
        push.Roots = [Item(name.Length == 0 ? "unnamed" : name, ("Path", path))];

        FailsWith(push, "BTP1026");
        StringAssert.Contains(Engine.Errors[0].Message, fault);
    }

    [TestMethod]
    public void A_passphrase_alone_signs_and_says_so_without_showing_itself()
    {
        Variables["BINTRAY_GPG_PASSPHRASE"] = "open sesame";
        var push = Push(Item(Write("a.zip")));
        push.ReceiptFile = "receipt.json";

        push.Program = Path.Combine(Folder, "gone.dll");

        FailsWith(push, "BTP4009");

        Assert.IsFalse(File.Exists(Published("a.zip")), "Nothing can be signed, so nothing is published.");
        Assert.IsTrue(
            Engine.HighMessages.Any(
                message => message.StartsWith("The version is signed, since BINTRAY_GPG_PASSPHRASE is set", StringComparison.Ordinal)),
            Engine.Everything);
        Assert.DoesNotContain("sesame", Engine.Everything);
        Assert.DoesNotContain("sesame", File.ReadAllText(Path.Combine(Folder, "receipt.json")));
    }

    [TestMethod]
    public void A_feed_whose_program_is_gone_is_an_error_and_what_was_pushed_is_public()
    {
        var push = Push(Item(Write("a.zip")));
        push.RepoType = "nuget";
        push.StaticFeed = "true";
        push.DownloadUrl = "https://packages.example.com";
        push.Program = Path.Combine(Folder, "gone.dll");

        FailsWith(push, "BTP4081");

        StringAssert.Contains(Engine.Errors[0].Message, "gone.dll is not there");
        StringAssert.Contains(Engine.Errors[0].Message, "--download-url https://packages.example.com/");
        Assert.IsTrue(File.Exists(Published("a.zip")));
    }

    private GenerateBintrayDescriptor Generate(string file) => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        OutputPath = file,
        Artifacts = [Item(Path.Combine(Folder, "out", "a.zip")), Item(Path.Combine(Folder, "docs", "a.txt"))],
        Roots = [Item("package", ("Path", Path.Combine(Folder, "out")))],
        Package = "acme",
        Version = "1.0.0",
        VcsUrl = "https://joe:secret@example.org/acme",
        CreateRepo = "true",
        Attributes = [Item("tfm", ("Value", "net8.0;net10.0"))],
        EnvironmentVariable = name => Variables.GetValueOrDefault(name),
    };

    private static string Described(ITaskItem item) =>
        string.Join(" ", new[] { "BintrayRepo", "BintrayPackage", "BintrayVersion", "BintrayPath", "Outcome" }.Select(item.GetMetadata));

    [TestMethod]
    public void A_descriptor_without_patterns_beside_a_project_file_pushes_nothing()
    {
        Write("Acme.csproj");
        Write(".env", "secret");
        var push = Push();
        push.Mode = "Files";
        push.Descriptor = Write(
            "bintray-info.json",
            """{ "package": { "name": "tool", "subject": "acme", "repo": "bin" }, "version": { "name": "1" }, "publish": true }""");

        FailsWith(push, "BTP2041");
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void What_the_command_line_says_beside_a_descriptor_is_warned_of_like_an_item()
    {
        Engine = new RecordingEngine { GlobalProperties = { ["BintrayPackage"] = "other", ["BintrayVersion"] = "1" } };
        var push = Push(Item(Write("a.zip")));
        push.Descriptor = Write(
            "bintray-info.json", """{ "package": { "name": "tool", "subject": "acme", "repo": "bin" }, "version": { "name": "1" } }""");

        Succeeds(push);

        StringAssert.StartsWith(
            Engine.Warnings.Single(warning => warning.Code == "BTP2030").Message, "BintrayPackage says otherwise than the descriptor");
    }
}
