using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Cli.Tests;

/// <summary>The command line itself: what is mistyped, what a shell completes, and what programs read.</summary>
[TestClass]
public sealed class CommandLineTests : CommandTest
{
    [TestMethod]
    [DataRow("there is no command 'psuh'. Did you mean 'push'?", "psuh", "out")]
    [DataRow("not understood: there is no command 'psuh'. Did you mean 'push'? Run 'bintray --help'", "psuh", "out")]
    [DataRow("'--bogus' is no option of this command. A file of that name is written ./--bogus. Run ", "push", "x", "--bogus")]
    [DataRow("'--pakage' is no option of this command. Did you mean '--package'?", "push", "x", "--pakage", "p")]
    [DataRow("'--ca' is no option of this command. Did you mean '--ca-file'? A file", "push", "x", "--ca", "ca.pem")]
    [DataRow("'--retry' is no option of this command. A file of that name is written ./--retry", "push", "x", "--retry", "0")]
    [DataRow("--repo-type is 'nugget'. Valid values: ", "push", "x", "--package", "p", "--version", "1", "--repo-type", "nugget")]
    [DataRow(
        "--on-failure is 'drop'. Valid values: keep, discard", "push", "x", "--package", "p", "--version", "1", "--on-failure", "drop")]
    [DataRow("--publish is 'maybe'. Valid values: true, false", "push", "x", "--package", "p", "--version", "1", "--publish", "maybe")]
    [DataRow(
        "--parallel is 'many'. Valid values: whole numbers from 1 to 1000",
        "push",
        "x",
        "--package",
        "p",
        "--version",
        "1",
        "--parallel",
        "many")]
    [DataRow("the argument 'shell' is 'fish'. Valid values: bash, zsh, pwsh", "completion", "fish")]
    public void A_mistake_is_one_error_that_names_what_is_wrong(string words, params string[] arguments)
    {
        var error = Run(arguments).IsWrongUsage("BTP1040").Error;

        StringAssert.Contains(error, words);
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries), error);
    }

    [TestMethod]
    public void A_program_that_asked_for_json_gets_the_errors_as_json_too()
    {
        using var refused = JsonDocument.Parse(Run("show", "acme", "--url", "ftp://host", "--json").IsWrongUsage("BTP1009").Output);
        using var mistyped = JsonDocument.Parse(Run("show", "--json").IsWrongUsage("BTP1040").Output);

        var problem = refused.RootElement.GetProperty("problems")[0];
        Assert.AreEqual(1, refused.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.AreEqual(("BTP1009", "error"), (problem.GetProperty("code").GetString(), problem.GetProperty("severity").GetString()));
        Assert.AreEqual("BTP1040", mistyped.RootElement.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [TestMethod]
    public void Every_document_has_a_schema_version_and_times_in_one_form()
    {
        Write("one.txt", "1");
        using var plan = JsonDocument.Parse(Run("plan", "--package", "acme", "--version", "1.0.0", "one.txt", "--json").Succeeds().Output);
        using var receipt = JsonDocument.Parse(Push("one.txt", "--receipt", "receipt.json", "--json").Succeeds().Output);
        using var shown = JsonDocument.Parse(Run("show", "local/nuget/acme", "--json").Succeeds().Output);
        using var verified = JsonDocument.Parse(Run("verify", "--json").Succeeds().Output);

        foreach (var document in new[] { plan, receipt, shown, verified })
        {
            Assert.AreEqual(1, document.RootElement.GetProperty("schemaVersion").GetInt32());
        }

        foreach (
            var time in new[] { plan.RootElement.GetProperty("asked"), receipt.RootElement.GetProperty("started"), shown.RootElement.GetProperty("created"), receipt.RootElement.GetProperty("files")[0].GetProperty("uploadTime") })
        {
            StringAssert.Matches(time.GetString()!, new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
        }
    }

    [TestMethod]
    [DataRow("bintray pu", "push", "publish")]
    [DataRow("bintray push --pack", "--package")]
    [DataRow("bintray push --on-failure ", "keep", "discard")]
    [DataRow("bintray completion ", "bash", "zsh", "pwsh")]
    [DataRow("/opt/tools/bt pu", "push", "publish")]
    [DataRow("dotnet-bintray push --on-failure ", "keep", "discard")]
    public void A_shell_is_told_how_a_line_can_go_on(string line, params string[] expected)
    {
        var found = Run($"[suggest:{line.Length}]", line.TrimEnd())
            .Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        foreach (var word in expected)
        {
            Assert.Contains(word, found);
        }
    }

    [TestMethod]
    public void A_shell_is_not_told_a_word_that_would_be_refused()
    {
        const string Line = "bintray push --on-failure ";

        var found = Run($"[suggest:{Line.Length}]", Line.TrimEnd()).Succeeds().Output;

        Assert.DoesNotContain("Discard", found);
        Assert.DoesNotContain("Keep", found);
    }

    [TestMethod]
    [DataRow("bash", "complete -o default -F _bintray bintray")]
    [DataRow("zsh", "compdef _bintray bintray")]
    [DataRow("pwsh", "Register-ArgumentCompleter -Native -CommandName bintray")]
    public void Each_shell_gets_its_script(string shell, string line) =>
        StringAssert.Contains(Run("completion", shell).Succeeds().Output, line);

    [TestMethod]
    public void A_code_is_explained_as_the_page_of_errors_does()
    {
        var said = Run("explain", "btp3001").Succeeds().Output;

        StringAssert.StartsWith(said, "BTP3001");
        StringAssert.Contains(said, "A file is published already, with other content.");
        StringAssert.Contains(said, "Cure. ");
        Assert.DoesNotContain("**", said);
        StringAssert.Contains(Run("explain", "1001").Succeeds().Output, "There is nothing to push.");
        Run("explain", "BTP9999").IsWrongUsage("BTP1041");
    }

    [TestMethod]
    public void Every_setting_that_the_engine_names_is_called_by_its_option()
    {
        var problem = new Problem(
            "BTP4030",
            Severity.Error,
            $"Look at {Setting.Url}, {Setting.CertificateAuthorityFile}, {Setting.TimeoutSeconds}; set "
                + $"{Setting.AllowInsecureConnections.On}, {Setting.Licenses}, {Setting.VcsUrl}.");

        Assert.AreEqual(
            "Look at --url, --ca-file, --timeout; set --allow-insecure, --license, --vcs-url.", problem.OnCommandLine().Text);
    }

    [TestMethod]
    public void A_complaint_without_a_file_begins_with_the_program_as_build_servers_expect()
    {
        StringAssert.StartsWith(Run("push").Error, "bintray : error BTP1041: ");
        StringAssert.Contains(Push("missing.txt").Error, "missing.txt : error BTP1004: ");
    }
}
