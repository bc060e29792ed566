namespace BintrayPush.Build.Tests;

/// <summary>A push that is not what its project wants pushes to be is refused before anything is written, and before anything is planned.</summary>
[TestClass]
public sealed class GuardTests : TaskTest
{
    [TestMethod]
    [DataRow("OnlyFromCI", "BTP1110")]
    [DataRow("OnlyFromCleanTag", "BTP1113")]
    [DataRow("OnlyStableVersions", "BTP1114")]
    [DataRow("NoDevVersions", "BTP1115")]
    public void A_push_and_its_plan_are_refused(string guard, string code)
    {
        foreach (var dry in new[] { "true", "false" })
        {
            var push = Push(Item(Write("a.zip")));
            (push.Version, push.DryRun) = ("1.0.0-dev", dry);
            typeof(PushToBintray).GetProperty(guard)!.SetValue(push, "true");

            Assert.IsFalse(push.Execute());

            Assert.AreEqual(code, Engine.Errors[^1].Code);
            Assert.StartsWith($"Bintray{guard}=true, and ", Engine.Errors[^1].Message);
        }

        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
        Assert.IsFalse(File.Exists(Path.Combine(Folder, "plan.json")));
    }

    [TestMethod]
    public void A_guard_that_is_neither_on_nor_off_is_an_error()
    {
        var push = Push(Item(Write("a.zip")));
        push.OnlyFromCI = "sometimes";

        Assert.IsFalse(push.Execute());

        Assert.AreEqual("BTP1007", Engine.Errors.Single().Code);
    }
}
