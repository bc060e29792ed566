namespace BintrayPush.Build.Tests;

/// <summary>What stands on the page of a run on GitHub Actions.</summary>
[TestClass]
public sealed class RunSummaryTests : TaskTest
{
    private string Page => File.ReadAllText(Path.Combine(Folder, "summary.md"));

    private string[] Outputs => File.ReadAllLines(Path.Combine(Folder, "output.txt"));

    [TestInitialize]
    public void BeginRun()
    {
        Variables["GITHUB_STEP_SUMMARY"] = Write("summary.md", "Before.\n");
        Variables["GITHUB_OUTPUT"] = Write("output.txt", "other=1\n");
    }

    [TestMethod]
    public void Each_push_adds_a_table_of_its_files_and_its_outputs()
    {
        var push = Push(Item(Write("a.zip")), Item(Write("b.zip"), ("BintrayPath", "x/b.zip")));
        push.ReceiptFile = "receipt.json";

        Assert.IsTrue(push.Execute());

        StringAssert.StartsWith(Page, "Before.\n### Pushed: Acme\n\nAcme -&gt; ");
        StringAssert.Contains(Page, "\n| Uploaded | a.zip | 7 B | ");
        StringAssert.Contains(Page, "/x/b.zip |\n");
        CollectionAssert.AreEqual(
            new[]
            {
                "other=1", "bintray-state=Done", "bintray-files=2", "bintray-uploaded=2", "bintray-published=2",
                $"bintray-receipt={Path.Combine(Folder, "receipt.json")}",
            },
            Outputs);
    }

    [TestMethod]
    public void A_push_that_did_not_begin_says_why_and_a_plan_adds_nothing()
    {
        var plan = Push(Item(Write("a.zip")));
        plan.DryRun = "true";
        Assert.IsTrue(plan.Execute());
        Assert.AreEqual("Before.\n", Page);

        Assert.IsFalse(Push(Item(Path.Combine(Folder, "gone.zip"))).Execute());

        StringAssert.Contains(Page, "### Not begun: Acme");
        StringAssert.Contains(Page, "- **BTP1004** ");
        Assert.Contains("bintray-state=Refused", Outputs);
    }

    [TestMethod]
    public void No_name_of_a_file_becomes_markup_a_mention_a_column_or_another_output()
    {
        var push = Push(Item(Write("@team | <img src=x> [a](b) `c`.zip")));
        push.ReceiptFile = "out\nbintray-state=Done/receipt.json";

        Assert.IsTrue(push.Execute());

        StringAssert.Contains(Page, "| \\@team \\| &lt;img src=x&gt; \\[a\\]\\(b\\) \\`c\\`.zip |");
        Assert.HasCount(6, Outputs);
    }

    [TestMethod]
    public void Only_what_github_would_overlook_in_a_build_is_a_command_there()
    {
        Variables["GITHUB_ACTIONS"] = "true";
        var project = Write("Acme.csproj", "<Project>\n<PropertyGroup>\n<BintrayOnFailure>Maybe</BintrayOnFailure>\n</PropertyGroup>\n</Project>");
        var push = Push(Item(Write("a.zip")));
        (push.ProjectFile, push.Url, push.OnFailure, push.Mode) = (project, "embedded", "Maybe", "None\n::error::x");

        Assert.IsFalse(push.Execute());

        Assert.AreEqual(3, Engine.Errors.Single(error => error.Code == "BTP1007").LineNumber);
        CollectionAssert.AreEqual(
            new[] { $"::error file={project},title=BTP1022::BintrayPushMode is 'None?::error::x'. Valid values: Build, Files." },
            Engine.HighMessages.Where(line => line.Contains("::error file", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void Azure_gets_the_page_and_the_values_of_a_build_and_no_issue_twice()
    {
        Variables["TF_BUILD"] = "True";
        Variables["AGENT_TEMPDIRECTORY"] = Path.Combine(Folder, "agent");
        var push = Push(Item(Path.Combine(Folder, "gone.zip")));
        (push.Url, push.ProjectName) = ("embedded", "A/../]b");

        Assert.IsFalse(push.Execute());

        var commands = Engine.HighMessages.Where(line => line.Contains("##vso", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(6, commands);
        Assert.AreEqual("##vso[task.setvariable variable=bintray.state;isOutput=true]Refused", commands[0]);
        StringAssert.StartsWith(commands[5], "##vso[task.uploadsummary]" + Path.Combine(Folder, "agent"));
        StringAssert.EndsWith(commands[5], "Not begun A_.._b.md".Replace("_b", "__b", StringComparison.Ordinal));
        StringAssert.Contains(File.ReadAllText(commands[5][25..]), "**BTP1004**");
    }

    [TestMethod]
    public void A_page_that_cannot_be_written_is_a_warning()
    {
        Variables["GITHUB_STEP_SUMMARY"] = Folder;

        Assert.IsTrue(Push(Item(Write("a.zip"))).Execute());

        Assert.AreEqual("BTP5017", Engine.Warnings.Single().Code);
    }
}
