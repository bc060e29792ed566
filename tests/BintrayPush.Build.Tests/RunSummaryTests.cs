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
    public void A_page_that_cannot_be_written_is_a_warning()
    {
        Variables["GITHUB_STEP_SUMMARY"] = Folder;

        Assert.IsTrue(Push(Item(Write("a.zip"))).Execute());

        Assert.AreEqual("BTP5017", Engine.Warnings.Single().Code);
    }
}
