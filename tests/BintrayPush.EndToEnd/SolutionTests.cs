using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>A whole solution: what makes something is pushed, and what makes nothing says so and is passed over.</summary>
[TestClass]
public sealed class SolutionTests : Scenario
{
    [TestMethod]
    public void Plan_push_and_verify_of_a_solution_pass_over_what_makes_nothing()
    {
        Library("Acme.Core");
        Library("Acme.Tests", "<IsPackable>false</IsPackable><IsTestProject>true</IsTestProject>");
        Program("Acme.Web");
        Write(
            "Acme.Web/Acme.Web.csproj",
            File.ReadAllText(At("Acme.Web", "Acme.Web.csproj"))
                .Replace("Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", StringComparison.Ordinal));
        Solution("Acme", "Acme.Core", "Acme.Tests", "Acme.Web");

        Dotnet("build", "Acme.sln", "-t:PlanBintrayPush").Succeeds()
            .Says("Nothing to push: Acme.Web.csproj makes no package, because IsPackable is 'false'.").DoesNotSay("Set IsPackable");
        IsPublished();
        var pushed = Dotnet("build", "Acme.sln", "-t:PushToBintray").Succeeds().Says("1 uploaded")
            .Says("Nothing to push: Acme.Tests.csproj").Says("A release project makes them one");
        Assert.AreEqual(1, pushed.Pushes);
        CollectionAssert.AreEqual(new[] { "Acme.Core.1.0.0.nupkg" }, AllPublished());
        Dotnet("build", "Acme.sln", "-t:VerifyBintrayPush").Succeeds().Says("verified 1 file")
            .Says("Acme.Tests.csproj was not pushed in this configuration");

        // Alone it has no excuse.
        Dotnet("build", "Acme.Tests", "-t:PushToBintray").FailsWith("BTP1010")
            .Says("Set IsPackable to true. Otherwise set BintrayIncludePublishOutput");
        Dotnet("build", "Acme.Tests", "-t:VerifyBintrayPush").FailsWith("BTP1028");
    }

    [TestMethod]
    public void A_publish_of_a_solution_pushes_what_can_be_started_or_served()
    {
        Library("Acme.Core");
        Program("Acme.App", items: "<ProjectReference Include=\"../Acme.Core/Acme.Core.csproj\" />");
        Library("Acme.Extra", "<BintrayIncludePublishOutput>true</BintrayIncludePublishOutput>");
        Solution("Acme", "Acme.Core", "Acme.App", "Acme.Extra");

        Dotnet("publish", "Acme.sln", "-p:BintrayPushOnPublish=true").Succeeds().Says("Acme.Core.csproj is a library").DoesNotSay("BTP");
        CollectionAssert.AreEqual(new[] { "Acme.App-1.0.0.zip", "Acme.Extra-1.0.0.zip" }, AllPublished());

        Dotnet("publish", "Acme.Core", "-p:BintrayPushOnPublish=true").Succeeds().Says("warning BTP1062");
    }

    [TestMethod]
    public void One_receipt_for_two_projects_is_an_error_and_for_one_it_is_not()
    {
        Library("Acme.Core");
        Library("Acme.Extra", "<IsPackable>false</IsPackable>");
        Solution("Acme", "Acme.Core", "Acme.Extra");
        var receipt = $"-p:BintrayReceiptFile={At("receipt.json")}";

        Dotnet("pack", "Acme.sln", "-p:BintrayPushOnPack=true", receipt).Succeeds();
        Dotnet("pack", "Acme.sln", "-p:BintrayPushOnPack=true", receipt).Succeeds().Says("1 unchanged");

        Library("Acme.Extra");
        Dotnet("pack", "Acme.sln", "-p:BintrayPushOnPack=true", receipt).FailsWith("BTP1065").Says(At("receipt.json"));
    }
}
