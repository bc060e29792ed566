using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// The npm clients. They upload with a multipart PUT (protocol reference 16.5): only if the server takes the file out of its envelope
/// are the bytes the same.
/// </summary>
[TestClass]
public sealed class NodeClientTests : ServerScenario
{
    [TestInitialize]
    public void CreateTheRepository()
    {
        CreateRepository();
        Environment["NODE_PATH"] = NodePackages.Folder();
        Environment["SERVICE_URL"] = Server.Url;
        Environment["SERVICE_USER"] = ServerUsers.Admin;
        Environment["SERVICE_KEY"] = Server.Key;
        Environment["REPOSITORY"] = Repo;
    }

    [TestMethod]
    public void Bintray_as_a_library_goes_through_a_whole_release()
    {
        var file = Bytes("file.bin", 50_000);

        Node("use-bintray.js", file)
            .Says("no package: 404 {\"message\":\"Package 'lib' was not found\"}")
            .Says("\npackage: 201 {\"name\":\"lib\"")
            .Says("change package: 200 {\"message\":\"success\"}")
            .Says("package attributes: 200 [{\"name\":\"level\",\"values\":[1,2],\"type\":\"number\"}]")
            .Says("read attributes: 200 [{\"name\":\"level\",\"values\":[1,2],\"type\":\"number\"}]")
            .Says("\nversion: 201 {\"name\":\"1.0\"")
            .Says("\nupload: 201 {\"message\":\"success\"}")
            .Says("\npublish: 200 {\"files\":1}")
            .Says("upload and publish: 201 {\"message\":\"success\"}")
            .Says("maven: 201 {\"message\":\"success\"}")
            .Says("upload again: 409").Says("already exists")
            .Says("packages: 200 [{\"name\":\"lib\",\"linked\":false}]")
            .Says("read package: 200 {").Says("\"desc\":\"Another text\"")
            .Says("read version: 200 {\"name\":\"1.0\"")
            .Says("find file: 200 [{\"name\":\"public.bin\",\"path\":\"some/where/public.bin\"")
            .Says("discard: 200 {\"files\":0}");
        IsServed("some/where/file.bin", file);
        IsServed("some/where/public.bin", file);
        IsServed("org/acme/lib/1.0/lib-1.0.jar", file);
    }

    [TestMethod]
    public void Bintray_on_the_command_line_goes_through_a_whole_release()
    {
        var file = Bytes("file.bin", 50_000);
        Write("package.bintray", """{"name":"lib","desc":"A library","labels":["a"],"licenses":["MIT"]}""");

        Cli("auth", "-u", ServerUsers.Admin, "-k", Server.Key).Says("Authentication data saved");
        // In this command the repository comes before its owner.
        Cli("package", "create", Repository, ServerUsers.Subject, Package, "package.bintray").Says("Package created successfully");
        // It says nothing: printing the version, it trips over the first null in it, as it would over the real service's (reference 5).
        Cli(
            "package-version",
            "create",
            ServerUsers.Subject,
            Repository,
            Package,
            "-n",
            "1.0",
            "-c",
            "Notes",
            "-w",
            "https://example.org/notes");
        StringAssert.Contains(Server.Ask("GET", $"packages/{Repo}/{Package}"), "\"versions\":[\"1.0\"]", StringComparison.Ordinal);
        Cli("files", "upload", ServerUsers.Subject, Repository, Package, "-n", "1.0", "-f", file, "-p", "some/where/file.bin")
            .Says("File uploaded successfully");
        Cli("files", "publish", ServerUsers.Subject, Repository, Package, "-n", "1.0").Says("Files published: 1");
        Cli("package", "list", Repository, ServerUsers.Subject).Says($"Name: {Package}");
        Cli("package", "get", Repository, ServerUsers.Subject, Package).Says($"lib 1.0 [{Repo}] A library");
        IsServed("some/where/file.bin", file);
    }

    [TestMethod]
    public void Gulp_makes_the_package_and_uploads_what_flows_through()
    {
        var first = Bytes("first.bin", 50_000);
        var second = Bytes("sub/second.bin", 20_000);
        Write("package.json", """{"name":"gulped","version":"2.0"}""");

        Node("use-gulp-bintray.js", "first.bin", "sub/second.bin").Says("Successfully uploaded all files to Bintray.");
        Assert.AreEqual("{\"files\":2}", Server.Ask("POST", $"content/{Repo}/gulped/2.0/publish"));
        IsServed("first.bin", first);
        IsServed("sub/second.bin", second);
    }

    [TestMethod]
    public void Bintray_api_lists_packages_and_files()
    {
        CreatePackage();
        Server.Ask("PUT", $"content/{Repo}/{Package}/1.0/a/b.txt;publish=1", "content");

        Node("use-bintray-api.js", Package).Says("[{\"name\":\"lib\",\"linked\":false}]").Says("\"path\":\"a/b.txt\"").Says("\"size\":7");
    }

    private Command Cli(params string[] arguments) =>
        Start([Path.Combine(Environment["NODE_PATH"], "bintray", "bin", "bintray"), .. arguments]);

    private Command Node(string script, params string[] arguments) => Start([Path.Combine(NodePackages.Scripts, script), .. arguments]);

    private Command Start(string[] command) => Run(
        Tool.Node,
        ["--no-deprecation", "--require", Path.Combine(NodePackages.Scripts, "old-read.js"), "--require", Path.Combine(
            NodePackages.Scripts, "service-url.js"), .. command])
        .Succeeds();
}
