using System.Text;
using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>Real builds in the environment of a build service, which has no key; and what NuGet's own clients do there.</summary>
[TestClass]
public sealed class SignInTests : ServerScenario
{
    private BuildService _service = null!;

    [TestInitialize]
    public async Task StartAsync() => _service = await BuildService.StartAsync();

    [TestCleanup]
    public async Task StopAsync() => await _service.DisposeAsync();

    [TestMethod]
    [DataRow("GitHub")]
    [DataRow("GitLab")]
    [DataRow("Azure")]
    public async Task A_build_with_no_key_anywhere_pushes_and_leaves_nothing_of_a_token(string kind)
    {
        var (job, audience, claim) = kind switch
        {
            "GitHub" => (_service.GitHubJob, Server.Url, "repository=acme/lib"),
            "GitLab" => (
                new() { ["GITLAB_CI"] = "true", ["BINTRAY_ID_TOKEN"] = _service.GitLabToken(Server.Url) },
                Server.Url,
                "project_path=acme/lib"),
            _ => (_service.AzureJob, BuildService.AzureAudience, "sub=sc://acme/lib/bintray"),
        };
        await _service.TrustAsync(Server.Data, audience, claim);
        Enter(job);
        CreateRepository();
        Library("Acme.Keyless");

        Build("Acme.Keyless").Succeeds().Says("1 uploaded");

        IsServed("Acme.Keyless.1.0.0.nupkg", At("Acme.Keyless", "bin", "Debug", "Acme.Keyless.1.0.0.nupkg"));
        KeepsTheSecrets("Acme.Keyless");
    }

    [TestMethod]
    public void A_build_that_is_not_trusted_fails_and_leaves_nothing_of_a_token()
    {
        Enter(_service.GitHubJob);
        CreateRepository();
        Library("Acme.Unknown");

        Build("Acme.Unknown", "-p:BintrayRetryCount=0").FailsWith("BTP4100").Says("the token is refused; the log of the server says why");

        Assert.HasCount(1, _service.Given);
        KeepsTheSecrets("Acme.Unknown");
    }

    [TestMethod]
    public async Task The_requests_of_NuGets_login_action_get_a_key_that_pushes()
    {
        await _service.TrustAsync(Server.Data, Server.Url);
        Enter(_service.GitHubJob);
        CreateRepository("nuget");
        Environment["TOKEN_SERVICE_URL"] = $"{Server.Url}/api/v2/token";
        Environment["AUDIENCE"] = Server.Url;
        Environment["NUGET_USER"] = ServerUsers.Subject;
        Environment["KEY_FILE"] = At("key.txt");

        Run(Tool.Node, Path.Combine(NodePackages.Scripts, "nuget-login.mjs")).Succeeds().Says("got a key");

        Library("Acme.Logged");
        Dotnet("pack", "Acme.Logged").Succeeds();
        Write("nuget.push.config", $"""
            <configuration><packageSources>
              <clear />
              <add key="acme" value="{Server.Url}/nuget/{Repo}/v3/index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """);
        Dotnet(
            "nuget", "push", "Acme.Logged/bin/Release/Acme.Logged.1.0.0.nupkg", "--source", "acme", "--api-key",
            File.ReadAllText(At("key.txt")), "--configfile", At("nuget.push.config")).Succeeds();
        IsServed("Acme.Logged.1.0.0.nupkg", At("Acme.Logged", "bin", "Release", "Acme.Logged.1.0.0.nupkg"));

        Run(Tool.Node, Path.Combine(NodePackages.Scripts, "nuget-login.mjs"), "again").Fails().Says("Token exchange failed (HTTP 401)")
            .Says("the token is refused; the log of the server says why");
    }

    private void Enter(Dictionary<string, string> job)
    {
        foreach (var (name, value) in job)
        {
            Environment[name] = value;
        }
    }

    private Command Build(string project, params string[] more) =>
        Dotnet(["build", project, "-v:diag", "-t:PushToBintray", $"-p:BintrayUrl={Server.Url}", $"-p:BintrayRepo={Repo}", .. more]);

    /// <summary>Nothing of a token, of what one is asked with or of a key is in what the build said, logged or left, nor in the server's log.</summary>
    private void KeepsTheSecrets(string project)
    {
        Assert.IsNotEmpty(_service.Given);
        var left = Directory.GetFiles(At(project), "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(Folder, "*.log"))
            .Select(file => (Name: file, Bytes: File.ReadAllBytes(file)))
            .Append((Name: "the binary log", Bytes: BinaryLog.Bytes(LastBinaryLog)))
            .Append((Name: "the server's log", Bytes: Encoding.UTF8.GetBytes(Server.Log)))
            .ToList();
        CollectionAssert.IsSubsetOf(
            new[] { "receipt.json" }, left.Select(file => Path.GetFileName(file.Name)).ToArray(), "Where is the receipt?");
        foreach (var (name, bytes) in left)
        {
            // The signature alone would be of no use; the rest of a token is told as much.
            foreach (var secret in _service.Given.SelectMany(token => token.Split('.')).Append(_service.Permit))
            {
                Assert.IsLessThan(0, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)), $"{name} holds a part of a token.");
                Assert.IsLessThan(0, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)), $"{name} holds a part of a token.");
            }

            Assert.DoesNotMatchRegex(new Regex(@"bpt\d{8}[0-9a-f]{40}"), Encoding.Latin1.GetString(bytes), $"{name} holds a key.");
        }
    }
}
