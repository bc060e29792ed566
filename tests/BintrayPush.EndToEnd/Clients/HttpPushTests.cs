using System.Net;
using System.Net.Sockets;
using System.Text;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>The package pushes over HTTP: real builds with the real server.</summary>
[TestClass]
public sealed class HttpPushTests : ServerScenario
{
    private const string Push = "-t:PushToBintray";

    /// <summary>Everything the build may write or say is looked at for these.</summary>
    private readonly List<string> _secrets = [];

    [TestMethod]
    public void A_push_arrives_byte_for_byte_and_a_second_one_changes_nothing()
    {
        LogIn(ServerUsers.Admin, Server.Key);
        Library("Acme.Shipped");

        Dotnet(ToServer("Acme.Shipped")).Succeeds().Says("1 uploaded");
        KeepsTheSecrets("Acme.Shipped");
        IsServed("Acme.Shipped.1.0.0.nupkg", Built("Acme.Shipped"));

        Dotnet(ToServer("Acme.Shipped")).Succeeds().Says(": 1 unchanged, ").DoesNotSay("uploaded");
        IsServed("Acme.Shipped.1.0.0.nupkg", Built("Acme.Shipped"));
    }

    [TestMethod]
    public void What_was_pushed_is_downloaded_restored_and_run()
    {
        LogIn(ServerUsers.Admin, Server.Key);
        Library("Acme.Restored", "<Version>3.1.4</Version>");
        Dotnet(ToServer("Acme.Restored")).Succeeds();

        Directory.CreateDirectory(At("downloaded"));
        File.WriteAllBytes(At("downloaded", "Acme.Restored.3.1.4.nupkg"), Server.Download(Repository, "Acme.Restored.3.1.4.nupkg")!);
        Write("consumer/nuget.config", $"""
            <configuration>
              <packageSources><add key="downloaded" value="{At("downloaded")}" /></packageSources>
              <packageSourceMapping><packageSource key="downloaded"><package pattern="Acme.*" /></packageSource></packageSourceMapping>
            </configuration>
            """);
        Write("consumer/consumer.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.Restored" Version="3.1.4" /></ItemGroup>
            </Project>
            """);
        Write("consumer/Program.cs", "System.Console.WriteLine(\"It says \" + Acme_Restored.Class.Say());");

        Dotnet("run", "--project", "consumer").Succeeds().Says("It says Acme.Restored");
    }

    [TestMethod]
    public void A_dry_run_tells_equal_different_and_missing_files_apart_and_leaves_the_store_as_it_is()
    {
        LogIn(ServerUsers.Admin, Server.Key);
        Library("Acme.Planned", items: """<BintrayArtifact Include="same.txt;other.txt" />""");
        Write("Acme.Planned/same.txt", "same");
        Write("Acme.Planned/other.txt", "old");
        Dotnet(ToServer("Acme.Planned", "-p:BintrayIncludePackOutput=false")).Succeeds();
        Write("Acme.Planned/other.txt", "new");
        var before = Server.AtRest(Repository);

        Dotnet(
            [.. ToServer("Acme.Planned", "-p:BintrayDescription=Better").Select(
                argument => argument == Push ? "-t:PlanBintrayPush" : argument)])
            .FailsWith("BTP3001")
            .Says("  would update package").Says("  Same      same.txt").Says("  Conflict  other.txt")
                .Says("  Add       Acme.Planned.1.0.0.nupkg")
            .Says("dry run, 1 add, 1 same, 1 conflict");

        Assert.IsNotEmpty(before);
        CollectionAssert.AreEqual(before, Server.AtRest(Repository));
        StringAssert.Contains(
            File.ReadAllText(At("Acme.Planned", "obj", "Debug", "net10.0", "bintray", "plan.json")), "\"wouldSucceed\": false");
    }

    [TestMethod]
    public void A_wrong_key_is_refused_and_never_shown()
    {
        LogIn(ServerUsers.Admin, new string('5', 40));
        Library("Acme.Shipped");

        Dotnet(ToServer("Acme.Shipped")).FailsWith("BTP4010");
        KeepsTheSecrets("Acme.Shipped");
        Assert.IsNull(Server.Download(Repository, "Acme.Shipped.1.0.0.nupkg"));
    }

    [TestMethod]
    public void Where_no_server_listens_the_push_fails_with_a_code()
    {
        LogIn(ServerUsers.Admin, new string('5', 40));
        Library("Acme.Shipped");
        // The port is ours as long as the socket lives, and nobody listens on it.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Dotnet(To("Acme.Shipped", $"http://{silent.LocalEndPoint}", "-p:BintrayRetryCount=0")).FailsWith("BTP4030").Says("refused");
        KeepsTheSecrets("Acme.Shipped");
    }

    [TestMethod]
    public void Credentials_are_found_by_host_and_not_in_a_file_that_others_can_read()
    {
        Library("Acme.Shipped");
        Write("home/credentials.json", $$"""
            {
              "bintray.example.org": { "user": "other", "key": "{{new string('5', 40)}}" },
              "{{new Uri(Server.Url).Authority}}": { "user": "{{ServerUsers.Admin}}", "key": "{{Server.Key}}" }
            }
            """);
        _secrets.Add(Server.Key);
        Mode("600");

        Dotnet(ToServer("Acme.Shipped")).Succeeds().Says("1 uploaded");
        KeepsTheSecrets("Acme.Shipped");
        IsServed("Acme.Shipped.1.0.0.nupkg", Built("Acme.Shipped"));

        if (!OperatingSystem.IsWindows())
        {
            Mode("644");
            Dotnet(ToServer("Acme.Shipped")).FailsWith("BTP1024").Says("chmod 600");
            KeepsTheSecrets("Acme.Shipped");
        }
    }

    [TestMethod]
    public void Plain_http_to_another_machine_is_refused_before_anything_is_sent()
    {
        LogIn(ServerUsers.Admin, new string('5', 40));
        Library("Acme.Shipped");

        Dotnet(To("Acme.Shipped", "http://bintray.example.org")).FailsWith("BTP1019").Says("BintrayAllowInsecureConnections");
        KeepsTheSecrets("Acme.Shipped");
    }

    private string[] ToServer(string project, params string[] more) => To(project, Server.Url, more);

    private string[] To(string project, string url, params string[] more) =>
        ["build", project, Push, $"-p:BintrayUrl={url}", $"-p:BintrayRepo={Repo}", "-p:BintrayCreateRepo=true", .. more];

    private string Built(string project) => At(project, "bin", "Debug", $"{project}.1.0.0.nupkg");

    private void LogIn(string user, string key)
    {
        Environment["BINTRAY_USER"] = user;
        Environment["BINTRAY_API_KEY"] = key;
        _secrets.Add(key);
        _secrets.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes($"{user}:{key}")));
    }

    private void Mode(string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("home", "credentials.json"), (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    /// <summary>No secret is in what the last build said, logged or left, nor in what the server logged.</summary>
    private void KeepsTheSecrets(string project)
    {
        var left = Directory.GetFiles(At(project), "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(Folder, "*.log"));
        foreach (var secret in _secrets)
        {
            var bytes = Encoding.UTF8.GetBytes(secret);
            foreach (var file in left)
            {
                Assert.IsFalse(File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0, $"{file} holds a secret.");
            }

            Assert.IsFalse(BinaryLog.Bytes(LastBinaryLog).AsSpan().IndexOf(bytes) >= 0, $"{LastBinaryLog} holds a secret.");
            Assert.IsFalse(Server.Log.Contains(secret, StringComparison.Ordinal), $"{Server.LogFile} holds a secret.");
        }
    }
}
