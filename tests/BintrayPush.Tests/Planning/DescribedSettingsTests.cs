using BintrayPush.Api.Model;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Tests.Descriptors;
using BintrayPush.Versions;
using static BintrayPush.Tests.Planning.Requests;

namespace BintrayPush.Tests.Planning;

/// <summary>What a descriptor makes of a push, which descriptor it is, and the descriptor that a project makes of itself.</summary>
[TestClass]
public sealed class DescribedSettingsTests
{
    private static readonly BintrayDescriptor Descriptor = Given.Sound(Given.Exactly("""
        { "repo": { "type": "nuget" },
          "package": { "name": "Acme.Tool", "subject": "acme", "repo": "nuget-tools", "desc": "", "attributes": { "name": "tfm", "values": "net8.0" } },
          "version": { "name": "2.1.0", "vcs_tag": "v2.1.0", "attributes": [] } }
        """));

    [TestMethod]
    public void Everything_goes_where_the_descriptor_says_and_only_a_path_of_its_own_counts()
    {
        var push = DescribedSettings.Of(Descriptor, [File("a.zip", "x/y", "p", "9", "deep/a.zip"), File("b.zip")], PushMode.Build, Of(), null);

        CollectionAssert.AreEqual(
            new[] { "acme/nuget-tools/Acme.Tool/2.1.0 deep/a.zip", "acme/nuget-tools/Acme.Tool/2.1.0 b.zip" }, Planner.Make(push.Settings)
                .Targets());
        Assert.AreEqual("BTP2030", push.Problems.Single().Code);
    }

    [TestMethod]
    public void Metadata_that_says_the_same_as_the_descriptor_is_no_reason_for_a_warning() =>
        Assert.IsEmpty(DescribedSettings.Of(Descriptor, [File("a.zip", "acme/nuget-tools", "Acme.Tool")], PushMode.Build, Of(), null).Problems);

    [TestMethod]
    public void Package_version_and_attributes_are_what_the_descriptor_says_and_nothing_of_the_project()
    {
        var project = Of() with
        {
            Package = new PackageDetails { Description = "project", Licenses = ["MIT"] },
            Version = new VersionDetails { Description = "project" },
            VersionAttributes = [new("a", AttributeType.String, ["b"])],
            ReleaseNotes = ReleaseNotes.OfText("notes"),
            Readme = "readme",
            MaxFiles = 7,
            Override = true,
        };

        var request = DescribedSettings.Of(Descriptor, [], PushMode.Files, project, null).Settings;

        Assert.AreEqual("", request.Package.Description);
        Assert.IsNull(request.Package.Licenses);
        Assert.AreEqual(new VersionDetails { VcsTag = "v2.1.0" }, request.Version);
        Assert.AreEqual("tfm", request.PackageAttributes.Single().Name);
        Assert.IsEmpty(request.VersionAttributes);
        Assert.IsNull(request.ReleaseNotes);
        Assert.IsNull(request.Readme);
        Assert.AreEqual((7, true), (request.MaxFiles, request.Override));
        Assert.AreEqual("notes", DescribedSettings.Of(Descriptor, [], PushMode.Build, project, null).Settings.ReleaseNotes?.Of("1"));
        Assert.AreEqual("readme", DescribedSettings.Of(Descriptor, [], PushMode.Build, project, null).Settings.Readme);
    }

    [TestMethod]
    public void The_clause_of_the_descriptor_counts_and_without_one_that_of_the_project()
    {
        var ofProject = new RepositoryClause(new RepositoryDetails { Type = "generic" }, true);
        var project = Of() with { Repository = ofProject };

        Assert.AreEqual("nuget", DescribedSettings.Of(Descriptor, [], PushMode.Build, project, null).Settings.Repository!.Details.Type);
        Assert.AreSame(
            ofProject, DescribedSettings.Of(Descriptor with { Repository = null }, [], PushMode.Build, project, null).Settings.Repository);
    }

    [TestMethod]
    [DataRow(null, null, false)]
    [DataRow(null, false, false)]
    [DataRow(null, true, true)]
    [DataRow(true, false, true)]
    [DataRow(false, true, false)]
    public void The_project_decides_whether_files_become_public_then_the_descriptor_then_no(
        bool? project, bool? descriptor, bool publish) =>
        Assert.AreEqual(
            publish, DescribedSettings.Of(Descriptor with { Publish = descriptor }, [], PushMode.Build, Of(), project).Settings.Publish);

    [TestMethod]
    public void Without_a_descriptor_files_become_public() => Assert.IsTrue(DescribedSettings.PublishWanted(null, null));

    [TestMethod]
    [DataRow("/a/bintray-info.json", "/a/bintray-info.json;/a/b.zip", PushMode.Build, "/a/bintray-info.json", null)]
    [DataRow("/a/bintray-info.json", "/b/bintray-info.json", PushMode.Files, "/a/bintray-info.json", "BTP2005")]
    [DataRow("/a/info.json", "", PushMode.Files, null, "BTP2002")]
    [DataRow(null, "/a/b.zip", PushMode.Build, null, null)]
    [DataRow(null, "/a/b.zip", PushMode.Files, null, "BTP2003")]
    [DataRow(null, "/a/x-bintray-info.json;/a/b.zip", PushMode.Build, "/a/x-bintray-info.json", null)]
    [DataRow(null, "/a/x-bintray-info.json;/b/x-bintray-info.json", PushMode.Build, null, "BTP2004")]
    public void E8_E9_and_4_2_the_named_descriptor_counts_or_the_only_one(
        string? named, string files, PushMode mode, string? chosen, string? code)
    {
        var choice = DescriptorChoice.Make(named, files.Split(';'), mode);

        Assert.AreEqual((chosen, code), (choice.Descriptor, choice.Problem?.Code));
    }

    [TestMethod]
    public void A_project_makes_a_descriptor_that_reads_as_the_project_and_holds_no_password()
    {
        var project = Of() with
        {
            Package = new PackageDetails { Description = "costs ${money}", VcsUrl = "https://user:secret@example.org/tool.git" },
            VersionAttributes = [new("stable", AttributeType.Boolean, ["true"])],
            Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, false),
        };

        var generation = DescriptorGeneration.Of(project, gpgSign: true);
        var bytes = DescriptorWriter.Write(generation.Descriptor!);
        var read = Given.Sound(DescriptorReader.Read(bytes, DescriptorVariables.None));

        CollectionAssert.AreEqual(new[] { "BTP1020" }, generation.Problems.Select(problem => problem.Code).ToArray());
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(bytes));
        Assert.AreEqual("acme/bin/tool/2.0", read.Target.ToString());
        Assert.AreEqual("costs ${money}", read.Package.Description);
        Assert.AreEqual((true, true), (read.GpgSign, read.Publish));
        CollectionAssert.AreEqual(bytes, DescriptorWriter.Write(read));
        CollectionAssert.AreEqual(
            bytes, DescriptorWriter.Write(
                DescriptorGeneration.Of(DescribedSettings.Of(read, [], PushMode.Build, project, null).Settings, true).Descriptor!));
    }

    [TestMethod]
    public void A_project_with_illegal_names_makes_no_descriptor_and_hears_of_all_of_them()
    {
        var generation = DescriptorGeneration.Of(Of() with { Project = new("acme", "a/b", null, null) }, null);

        Assert.IsNull(generation.Descriptor);
        CollectionAssert.AreEqual(
            new[]
            {
                "BintrayRepo: 'acme' is not of the form subject/repository.",
                "BintrayPackage: not a package name: 'a/b' may not hold a slash.",
                "BintrayVersion: not a version name: it is empty.",
            },
            generation.Problems.Select(problem => problem.Text).ToArray());
    }
}
