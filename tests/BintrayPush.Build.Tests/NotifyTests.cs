namespace BintrayPush.Build.Tests;

/// <summary>Telling others of a push: known before the first write if it cannot be, and a warning if it does not work.</summary>
[TestClass]
public sealed class NotifyTests : TaskTest
{
    [TestMethod]
    [DataRow("ann", null, null, "BTP5001")]
    [DataRow("ann@example.org", "Sometimes", null, "BTP5002")]
    [DataRow(null, null, "http://example.org/hook", "BTP5003")]
    [DataRow(null, null, "https://joe:T0KEN@example.org/hook", "BTP5003")]
    public void Who_cannot_be_told_is_an_error_and_nothing_is_pushed(string? addresses, string? on, string? url, string code)
    {
        var push = Push(Item(Write("a.zip")));
        (push.Notify, push.NotifyOn, push.NotifyUrl) = (addresses, on, url);

        Assert.IsFalse(push.Execute());

        Assert.AreEqual(code, Engine.Errors.Single().Code);
        Assert.DoesNotContain("T0KEN", Engine.Everything);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void Without_the_program_of_the_package_the_push_succeeds_and_says_that_nobody_was_told()
    {
        var push = Push(Item(Write("a.zip")));
        push.Notify = "ann@example.org";
        push.Program = Path.Combine(Folder, "bintray.dll");

        Assert.IsTrue(push.Execute());

        Assert.AreEqual("BTP5016", Engine.Warnings.Single().Code);
        Assert.IsTrue(File.Exists(Published("a.zip")));
    }

    [TestMethod]
    public void A_program_that_ends_badly_is_a_warning_with_its_words()
    {
        var push = Push(Item(Write("a.zip")));
        push.Notify = "ann@example.org";
        push.Program = Write("bintray.dll", "no program");

        Assert.IsTrue(push.Execute());

        Assert.AreEqual("BTP5016", Engine.Warnings.Single().Code);
    }

    [TestMethod]
    public void A_plan_and_a_success_that_nobody_wants_to_hear_of_start_no_program()
    {
        foreach (var (dry, on) in new[] { ("true", "Always"), ("false", "Failure") })
        {
            var push = Push(Item(Write("a.zip")));
            (push.Notify, push.NotifyOn, push.DryRun, push.Program) = ("ann@example.org", on, dry, Path.Combine(Folder, "gone.dll"));

            Assert.IsTrue(push.Execute());
        }

        Assert.IsEmpty(Engine.Warnings);
    }
}
