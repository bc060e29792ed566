using Microsoft.Build.Framework;

namespace BintrayPush.Build.Tests;

/// <summary>Links among what a build pushes.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class LinkTests : TaskTest
{
    [TestMethod]
    public void A_link_out_of_its_folder_is_refused_and_named_and_pushed_when_that_is_asked_for()
    {
        ITaskItem[] items = [Item(Write("out/a.txt", "1")), Item(Link("out/innocent.txt", Write("secret", "hush")))];

        FailsWith(Push(items), "BTP1032");
        StringAssert.Contains(
            Engine.Errors[0].Message,
            $"leads to {Path.Combine(Folder, "secret")}, out of the folder that it lies in. Set BintrayFollowLinks=true");
        Assert.AreEqual(Path.Combine(Folder, "out", "innocent.txt"), Engine.Errors[0].File);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));

        Engine = new RecordingEngine();
        var push = Push(items);
        push.FollowLinks = "true";
        Succeeds(push);
        Assert.AreEqual("hush", File.ReadAllText(Published("innocent.txt")));
    }

    [TestMethod]
    public void A_pattern_may_find_links_within_the_folder_that_it_begins_at_and_no_others()
    {
        Write("secrets/key", "hush");
        var file = Write("out/deep/a.txt", "1");
        var within = Link("out/other/b.txt", file);
        Link("out/linked", Path.Combine(Folder, "secrets"));
        ITaskItem Found(string path) => Item(Path.Combine(Folder, "out", path), ("BintrayDefaultPath", path));

        Succeeds(Push(Found("deep/a.txt"), Found("other/b.txt")));
        FailsWith(Push(Found("linked/key")), "BTP1032");

        Engine = new RecordingEngine();
        FailsWith(Push(Item(within)), "BTP1032");
    }

    [TestMethod]
    public void Under_a_root_links_may_lead_to_anywhere_in_the_root_and_linked_folders_are_named()
    {
        Write("secret", "hush");
        Link("drops/one/b.zip", Write("drops/two/a.zip", "1"));
        Link("drops/one/c.zip", Path.Combine(Folder, "secret"));
        Link("drops/three", Path.Combine(Folder, "drops", "two"));
        var push = Push();
        push.Mode = "Files";
        push.Roots = [Item("drops", ("Path", Path.Combine(Folder, "drops")))];
        push.Descriptor = Write("acme-bintray-info.json", Selecting("drops/**/b.zip"));

        Succeeds(push);
        Assert.AreEqual("1", File.ReadAllText(Path.Combine(Folder, "home", "repository", "dl", "acme", "tools", "one", "b.zip")));
        StringAssert.Contains(Engine.Everything, $"Left out, since they are links to folders: {Path.Combine(Folder, "drops", "three")}.");

        Write("acme-bintray-info.json", Selecting("drops/**/*.zip"));
        FailsWith(push, "BTP1032");
    }

    [TestMethod]
    public void A_zip_of_what_was_published_has_no_link_out_of_the_folder()
    {
        Write("publish/a.txt", "1");
        Link("publish/wwwroot/b.txt", Path.Combine(Folder, "publish", "a.txt"));
        Link("publish/wwwroot/c.txt", Write("secret", "hush"));

        FailsWith(Zip(followLinks: null), "BTP1032");
        StringAssert.Contains(Engine.Errors[0].Message, "c.txt is a link");
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "zips")));

        Engine = new RecordingEngine();
        Succeeds(Zip(followLinks: "true"));
    }

    private ZipPublishOutput Zip(string? followLinks) => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        PublishFolder = "publish",
        FollowLinks = followLinks,
        Folder = "zips",
        PackageId = "Acme",
        PackageVersion = "1.0.0",
    };

    private static string Selecting(string pattern) => $$"""
        { "repo": { "name": "tools", "type": "generic" }, "package": { "name": "tool", "subject": "acme" }, "version": { "name": "1" },
          "applyToFiles": "{{pattern}}", "publish": true }
        """;

    private string Link(string name, string target)
    {
        var link = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
        return link;
    }
}
