namespace BintrayPush.EndToEnd.Harness;

/// <summary>A scenario with the real server, and a repository of its own on it.</summary>
[TestClass]
public abstract class ServerScenario : Scenario
{
    /// <summary>The package that most scenarios fill.</summary>
    protected const string Package = "lib";

    protected static SharedServer Server => SharedServer.Instance;

    /// <summary>The name of this scenario's repository.</summary>
    protected string Repository { get; } = $"r{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>The same, with its subject.</summary>
    protected string Repo => $"{ServerUsers.Subject}/{Repository}";

    [TestInitialize]
    public void Reach()
    {
        // The server is on this machine: whatever proxy the surroundings name is not the way to it.
        Environment["NO_PROXY"] = Environment["no_proxy"] = "127.0.0.1";
        Write("netrc", $"machine 127.0.0.1 login {ServerUsers.Admin} password {Server.Key}\n");
    }

    [TestCleanup]
    public void NameTheLog() => TestContext.WriteLine($"Server log: {Server.LogFile}");

    protected void CreateRepository(string type = "generic") => Server.Ask("POST", $"repos/{Repo}", $$"""{"type":"{{type}}"}""");

    protected void CreatePackage(string name = Package) => Server.Ask("POST", $"packages/{Repo}", $$"""{"name":"{{name}}"}""");

    /// <summary>A URL on the server; {0} in the path stands for this scenario's repository.</summary>
    protected string On(string path) => $"{Server.Url}/{string.Format(null, path, Repo)}";

    /// <summary>A file with bytes of its own, some of which are hard on whoever takes them for text.</summary>
    protected string Bytes(string name, int length)
    {
        var bytes = new byte[length];
        new Random(name.Sum(letter => letter) + length).NextBytes(bytes);
        "\r\n--\0\xff"u8.CopyTo(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>Everybody can download the file, and gets what is in the local one.</summary>
    protected void IsServed(string path, string local)
    {
        var served = Server.Download(Repository, path);
        Assert.IsNotNull(served, $"{path} is not to be had. Server log: {Server.LogFile}");
        AreEqual(File.ReadAllBytes(local), served, path);
    }

    protected static void AreEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what) => Assert.IsTrue(
        expected.SequenceEqual(actual), $"{what}: {actual.Length} bytes came, not the {expected.Length} that were expected, or others.");

    /// <summary>Runs a client in the scenario's folder.</summary>
    protected Command Run(Tool tool, params string[] arguments) => Command.Run(NextLog(), Folder, Environment, tool.File(), arguments);

    /// <summary>Runs curl as the admin; whatever the user has configured for curl does not count.</summary>
    protected Command Curl(params string[] arguments) => Anonymously(["--netrc-file", At("netrc"), .. arguments]);

    /// <summary>Runs curl as nobody.</summary>
    protected Command Anonymously(params string[] arguments) => Run(Tool.Curl, ["--disable", "--silent", "--show-error", .. arguments]);

    /// <summary>curl says exactly this: an answer's body, and behind a line break its status.</summary>
    protected void Answers(string expected, params string[] arguments) =>
        Assert.AreEqual(
            expected, Curl(["--write-out", @"\n%{http_code}\n", .. arguments]).Succeeds().Output.Trim(), $"Server log: {Server.LogFile}");
}
