using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What docs/sign-in.md prints works, and its recipes hold no key.</summary>
[TestClass]
public sealed class SignInPageTests : PageScenario
{
    [TestMethod]
    [TestProperty(PageProperty, "docs/sign-in.md")]
    public void Every_command_of_the_page_of_signing_in_works_as_printed()
    {
        Install("bintray-server", ServerProgram.File);
        Directory.CreateDirectory(At("work"));

        Shell(Page.Read("docs/sign-in.md")).Run("On the server, once", At("work")).Ends(Folder, NextLog());

        Run(Tool.Bash, "-c", "cd work && bintray-server policy list --data ./data").Succeeds().Says("token.actions.githubusercontent.com");
    }

    [TestMethod]
    [DataRow("On GitHub Actions", "id-token: write")]
    [DataRow("On GitLab", "BINTRAY_ID_TOKEN:")]
    [DataRow("On Azure Pipelines", "SYSTEM_ACCESSTOKEN: $(System.AccessToken)")]
    public void A_recipe_runs_the_same_build_with_the_token_of_its_service_and_no_key(string section, string token)
    {
        var recipe = Page.Read("docs/sign-in.md").Take(section, "yaml").Single().Text;

        StringAssert.Contains(recipe, token);
        StringAssert.Contains(
            recipe, "dotnet build release.proj -t:PushToBintray -p:BintrayUrl=https://bintray.example -p:BintrayRepo=acme/nuget");
        Assert.DoesNotContain("API_KEY", recipe);
        Assert.DoesNotContain("secrets.", recipe);
    }
}
