using BintrayPush.Build.Settings;

namespace BintrayPush.Build.Tests;

/// <summary>The task itself: what it takes, what it says, what it gives back.</summary>
[TestClass]
public sealed class PushToBintrayTests : TaskTest
{
    [TestMethod]
    public void Two_pushes_at_one_time_cannot_write_one_receipt()
    {
        var push = Push(Item(Write("a.zip")));
        push.ReceiptFile = "out/receipt.json";
        var (other, _) = RecordClaim.Take(Path.Combine(Folder, "out", "receipt.json"), "Other", Engine);

        FailsWith(push, "BTP1065");
        StringAssert.Contains(Engine.Everything, "another push, which is running");
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));

        other!.Dispose();
        CollectionAssert.AreEqual(Array.Empty<string>(), Directory.GetFiles(Path.Combine(Folder, "out")));
    }

    [TestMethod]
    public void A_pushed_item_keeps_its_metadata_and_gets_its_coordinates()
    {
        var task = Push(Item(Write("a b.txt"), ("channel", "stable"), ("BintrayPath", "x/a b.txt")));
        Succeeds(task);

        var pushed = task.PushedArtifacts.Single();
        Assert.AreEqual("local/nuget", pushed.GetMetadata("BintrayRepo"));
        Assert.AreEqual("acme", pushed.GetMetadata("BintrayPackage"));
        Assert.AreEqual("1.0.0", pushed.GetMetadata("BintrayVersion"));
        Assert.AreEqual("x/a b.txt", pushed.GetMetadata("BintrayPath"));
        Assert.AreEqual("stable", pushed.GetMetadata("channel"));
        Assert.AreEqual("Uploaded", pushed.GetMetadata("Outcome"));
        Assert.AreEqual("7", pushed.GetMetadata("Size"));
        Assert.AreEqual(Published("x/a b.txt"), pushed.GetMetadata("Url"));
        Assert.AreEqual("content", File.ReadAllText(Published("x/a b.txt")));
    }

    [TestMethod]
    public void People_see_a_line_per_file_and_a_closing_line()
    {
        Succeeds(Push(Item(Write("a.txt")), Item(Write("b.txt"))));

        Assert.HasCount(3, Engine.HighMessages);
        Assert.AreEqual($"  Uploaded  a.txt (7 B): {Published("a.txt")}", Engine.HighMessages[0]);
        StringAssert.Matches(Engine.HighMessages[2], new(@"^Acme -> .*/dl/local/nuget: 2 uploaded, 14 B, \d+\.\d s$"));
    }

    [TestMethod]
    public void More_than_twenty_files_are_counted_by_folder()
    {
        Succeeds(
            Push(
                [.. Enumerable.Range(0, 21).Select(
                    i => Item(Write($"{i}.txt"), ("BintrayPath", i < 2 ? $"docs/{i}.txt" : $"lib/net8.0/{i}.txt")))]));

        CollectionAssert.AreEqual(
            new[] { "  local/nuget/docs/*: 2 uploaded (14 B)", "  local/nuget/lib/net8.0/*: 19 uploaded (133 B)" }, Engine.HighMessages.SkipLast(1).ToArray());
        StringAssert.Contains(Engine.HighMessages[^1], ": 21 uploaded, 147 B, ");
    }

    [TestMethod]
    public void All_that_is_wrong_is_said_at_once_and_nothing_is_written()
    {
        var task = Push(Item(Write("a.txt"), ("BintrayOverride", "maybe")), Item(Path.Combine(Folder, "missing.txt")));
        task.Attributes =
        [
            Item("count", ("Value", "many"), ("Type", "number")),
            Item("kind", ("Value", "x"), ("Type", "text")),
            Item("empty"),
            Item("where", ("Value", "x"), ("On", "file")),
        ];
        task.Publish = "perhaps";
        task.MaxFiles = "-1";
        task.MaxParallelUploads = "0";
        task.Released = "tomorrow";
        task.RepoType = "cheese";
        task.Mode = "Folders";

        FailsWith(
            task,
            "BTP1007", "BTP1007", "BTP1007", "BTP1007", "BTP1007", "BTP1007",
            "BTP1017", "BTP1017", "BTP1017", "BTP1017", "BTP1022", "BTP1004");
        StringAssert.Contains(Engine.Everything, "BintrayMaxParallelUploads is '0'. Valid values: whole numbers from 1 up.");
        StringAssert.Contains(Engine.Everything, "Type is 'text'. Valid values: string, number, boolean, date, version.");
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void An_error_has_its_code_and_its_file_and_keeps_braces()
    {
        var missing = Path.Combine(Folder, "{0}.txt");

        FailsWith(Push(Item(missing)), "BTP1004");
        Assert.AreEqual(missing, Engine.Errors[0].File);
        Assert.IsNull(Engine.Errors[0].HelpKeyword);
        StringAssert.Contains(Engine.Errors[0].Message, "{0}.txt");
    }

    [TestMethod]
    [DataRow("https://joe:s3cret@bintray.example.org/api", "BTP1008")]
    [DataRow("file://joe:s3cret@host/share", "BTP1008")]
    [DataRow("https:/joe:s3cret@bintray.example.org/api", "BTP1008")]
    [DataRow("joe:s3cret@bintray.example.org", "BTP1008")]
    [DataRow("ftp://joe:s3/cret@example.org", "BTP1008")]
    [DataRow("https:bintray.example.org", "BTP1009")]
    [DataRow("http://bintray.example.org", "BTP1019")]
    [DataRow("ftp://example.org/x", "BTP1009")]
    [DataRow("file:///", "BTP1009")]
    public void A_url_that_cannot_be_pushed_to_is_an_error_that_shows_no_secret(string url, string code)
    {
        var task = Push(Item(Write("a.txt")));
        task.Url = url;

        FailsWith(task, code, "BTP1001");
        Assert.DoesNotContain("s3cret", Engine.Everything);
    }

    [TestMethod]
    public void A_folder_is_a_path_from_the_project_or_a_file_url()
    {
        foreach (var url in new[] { "elsewhere", new Uri(Path.Combine(Folder, "elsewhere")).AbsoluteUri })
        {
            var task = Push(Item(Write("a.txt")));
            task.Url = url;
            task.Repo = "acme/files";
            Succeeds(task);
        }

        Assert.IsTrue(File.Exists(Path.Combine(Folder, "elsewhere", "dl", "acme", "files", "a.txt")));
    }

    [TestMethod]
    public void A_folder_that_cannot_be_made_is_an_error_that_names_it()
    {
        Variables["BINTRAY_HOME"] = Write("occupied");

        FailsWith(Push(Item(Write("a.txt"))), "BTP1009");
    }

    [TestMethod]
    public void A_relative_home_is_refused_since_every_project_would_have_another()
    {
        Variables["BINTRAY_HOME"] = "home";

        FailsWith(Push(Item(Write("a.txt"))), "BTP1009", "BTP1001");
    }

    [TestMethod]
    public void A_push_on_a_build_server_to_its_own_disk_is_doubted()
    {
        Variables["BINTRAY_API_KEY"] = "k3y";
        Succeeds(Push(Item(Write("a.txt"))));
        Assert.AreEqual("BTP1013", Engine.Warnings.Single().Code);
        Assert.DoesNotContain("k3y", Engine.Everything);

        Variables.Remove("BINTRAY_API_KEY");
        Engine = new RecordingEngine();
        var task = Push(Item(Write("a.txt")));
        task.ContinuousIntegrationBuild = "true";
        Succeeds(task);
        Assert.AreEqual("BTP1013", Engine.Warnings.Single().Code);
    }

    [TestMethod]
    public void A_debug_build_is_doubted_unless_it_stays_here()
    {
        var task = Push(Item(Write("a.txt")));
        task.Configuration = "Debug";
        Succeeds(task);
        Assert.IsEmpty(Engine.Warnings);

        task.Url = "elsewhere";
        task.Repo = "acme/files";
        Succeeds(task);
        Assert.AreEqual("BTP1014", Engine.Warnings.Single().Code);
        StringAssert.Contains(Engine.Warnings[0].Message, "-c Release");
    }

    [TestMethod]
    public void The_receipt_says_what_was_done_also_after_a_failure()
    {
        var task = Push(Item(Write("a.txt")));
        task.ReceiptFile = "out/receipt.json";
        Succeeds(task);
        Assert.AreEqual(Path.Combine(Folder, "out", "receipt.json"), task.Receipt);
        StringAssert.Contains(File.ReadAllText(task.Receipt!), "\"complete\": true");

        Write("a.txt", "changed");
        FailsWith(task, "BTP3001");
        var receipt = File.ReadAllText(task.Receipt!);
        StringAssert.Contains(receipt, "\"complete\": false");
        StringAssert.Contains(receipt, "BTP3001");
        Assert.AreEqual("Failed", task.PushedArtifacts.Single().GetMetadata("Outcome"));
    }

    [TestMethod]
    public void A_receipt_that_cannot_be_written_is_an_error()
    {
        var task = Push(Item(Write("a.txt")));
        task.ReceiptFile = Path.Combine(Write("occupied"), "receipt.json");

        FailsWith(task, "BTP1021");
    }

    [TestMethod]
    public void A_cancelled_push_ends_without_an_error_and_publishes_nothing()
    {
        PushToBintray? task = null;
        Engine = new RecordingEngine { Hears = _ => task!.Cancel() };
        task = Push([.. Enumerable.Range(0, 50).Select(i => Item(Write($"{i}.txt")))]);

        Assert.IsFalse(task.Execute());
        Assert.IsEmpty(Engine.Errors);
        Assert.IsFalse(File.Exists(Published("0.txt")));
    }

    [TestMethod]
    public void Properties_are_split_at_semicolons_and_not_at_escaped_ones()
    {
        var reader = new BintrayPush.Build.Settings.PropertyReader();
        var item = Item(Write("a.txt"), ("BintrayRepo", "a/b"), ("BintrayProperties", "os.name=linux;os.name=mac"));
        item.SetMetadata("channel", "stable;beta%3Bnightly");

        var properties = BintrayPush.Build.Settings.ArtifactItems.Read(item, reader).Properties;

        CollectionAssert.AreEquivalent(new[] { "channel", "os.name" }, properties.Keys.ToArray());
        CollectionAssert.AreEqual(new[] { "stable", "beta;nightly" }, properties["channel"].ToArray());
        CollectionAssert.AreEqual(new[] { "linux", "mac" }, properties["os.name"].ToArray());
        Assert.IsEmpty(reader.Problems);
    }

    [TestMethod]
    public void The_tasks_say_that_they_may_run_beside_others()
    {
        foreach (var task in new[] { typeof(PushToBintray), typeof(CollectBintrayArtifacts), typeof(ZipPublishOutput) })
        {
            Assert.IsTrue(
                task.GetCustomAttributes(inherit: false)
                    .Any(attribute => attribute.GetType().FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute"));
        }
    }

    [TestMethod]
    public void No_parameter_takes_a_secret()
    {
        var names = typeof(PushToBintray).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToArray();

        foreach (var word in new[] { "Key", "Password", "Passphrase", "Token", "Secret", "User", "Credential" })
        {
            Assert.IsFalse(names.Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase)), word);
        }
    }

    [TestMethod]
    public void A_dry_run_says_what_would_be_done_and_makes_nothing_not_even_the_repositorys_folder()
    {
        var push = Push(Item(Write("a.txt", "alpha")));
        push.DryRun = "true";
        push.ReceiptFile = "obj/receipt.json";

        Succeeds(push);

        // One message, of which the terminal logger shows all.
        CollectionAssert.AreEqual(
            new[]
            {
                $"Acme -> {Path.Combine(Folder, "home", "repository")}: dry run, 1 add, 5 B to send; the plan is "
                    + $"{Path.Combine(Folder, "obj", "plan.json")}",
                "  would create repository local/nuget",
                "  would create package local/nuget/acme",
                "  would create version local/nuget/acme/1.0.0",
                "  Add       a.txt (5 B): local/nuget/a.txt",
            },
            Engine.HighMessages.Single().Split('\n'));
        Assert.AreEqual("Planned", push.PushedArtifacts.Single().GetMetadata("Outcome"));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
        Assert.IsTrue(File.Exists(Path.Combine(Folder, "obj", "plan.json")));
        Assert.IsFalse(File.Exists(Path.Combine(Folder, "obj", "receipt.json")));
    }

    [TestMethod]
    public void A_dry_run_leaves_the_last_receipt_and_fails_where_the_push_would()
    {
        var first = Push(Item(Write("a.txt", "alpha")));
        first.ReceiptFile = "obj/receipt.json";
        Succeeds(first);
        var receipt = File.ReadAllText(Path.Combine(Folder, "obj", "receipt.json"));

        var push = Push(Item(Write("a.txt", "other")));
        push.DryRun = "true";
        push.ReceiptFile = "obj/receipt.json";

        FailsWith(push, "BTP3001");
        Assert.AreEqual(receipt, File.ReadAllText(Path.Combine(Folder, "obj", "receipt.json")));
        Assert.AreEqual("Failed", push.PushedArtifacts.Single().GetMetadata("Outcome"));
    }

    [TestMethod]
    public void What_a_single_file_asks_for_is_read_from_its_metadata()
    {
        var item = Item(
            Write("a.deb"),
            ("BintrayExplode", "true"), ("BintrayListInDownloads", "false"), (
                "BintrayDebianDistribution", "bookworm;trixie"), ("BintrayDebianArchitecture", "amd64"),
            ("stage", "internal"), ("BintrayProperties", "channel=beta"));

        var artifact = BintrayPush.Build.Settings.ArtifactItems.Read(item, new BintrayPush.Build.Settings.PropertyReader());

        Assert.IsTrue(artifact.Explode);
        Assert.IsFalse(artifact.ListInDownloads);
        Assert.AreEqual(new BintrayPush.Api.Model.DebianCoordinates("bookworm,trixie", null, "amd64"), artifact.Debian);
        CollectionAssert.AreEquivalent(new[] { "stage", "channel" }, artifact.Properties.Keys.ToArray());
        CollectionAssert.AreEquivalent(new[] { "channel" }, artifact.Disclosed.Keys.ToArray());
    }

    [TestMethod]
    public void After_a_failure_what_was_sent_is_dropped_if_the_project_says_so()
    {
        Succeeds(Push(Item(Write("a.txt", "old"))));
        var push = Push(Item(Write("a.txt", "new")), Item(Write("b.txt", "beta")));
        push.OnFailure = "Discard";

        FailsWith(push, "BTP3001");

        Assert.IsTrue(push.PushedArtifacts.All(item => item.GetMetadata("Outcome") != "Uploaded"), Engine.Everything);
    }

    [TestMethod]
    [DataRow("OnFailure", "drop", "BintrayOnFailure is 'drop'. Valid values: Keep, Discard.")]
    [DataRow("RetryCount", "-1", "BintrayRetryCount is '-1'. Valid values: whole numbers from 0 up.")]
    public void Limits_that_make_no_sense_are_named(string parameter, string value, string message)
    {
        var push = Push(Item(Write("a.txt")));
        typeof(PushToBintray).GetProperty(parameter)!.SetValue(push, value);

        FailsWith(push, "BTP1007");
        Assert.AreEqual(message, Engine.Errors[0].Message);
    }

    [TestMethod]
    public void A_dry_run_that_cannot_begin_leaves_no_older_plan_behind()
    {
        var plan = Path.Combine(Folder, "obj", "plan.json");
        foreach (var mode in new[] { "Build", "Folders" })
        {
            var push = Push(Item(Write("a.txt", "alpha")));
            (push.DryRun, push.ReceiptFile, push.Mode) = ("true", "obj/receipt.json", mode);
            push.Execute();
            Assert.AreEqual(mode == "Build", File.Exists(plan), mode);
        }
    }
}
