using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>curl with every documented form of an upload (protocol reference 8.1), and with the mixtures that clients send.</summary>
[TestClass]
public sealed class CurlUploadTests : ServerScenario
{
    private const string Success = "{\"message\":\"success\"}\n201";
    private const string Jar = "org/acme/lib/1.0/lib-1.0.jar";
    private const string Coordinates = "X-Bintray-Package: lib|X-Bintray-Version: 1.0";

    [TestMethod]
    [DataRow("content/{0}/lib/1.0/a/b.bin", "", "a/b.bin", false, DisplayName = "A")]
    [DataRow("content/{0}/lib/1.0/a/b.bin?publish=1", "", "a/b.bin", true, DisplayName = "A, flags in the query")]
    [DataRow("content/{0}/lib/1.0/a/b.bin?publish=1;override=0", "", "a/b.bin", true, DisplayName = "A, a semicolon in the query")]
    [DataRow("content/{0}/lib/1.0/a/b.bin;publish=1;override=1", "", "a/b.bin", true, DisplayName = "A, matrix flags: JFrog CLI, dpl")]
    [DataRow("content/{0}/lib/1.0;publish=1/a/b.bin", "", "a/b.bin", true, DisplayName = "A, a flag in mid-path")]
    [DataRow(
        "content/{0}/lib/1.0/a/b.bin",
        "X-Bintray-Publish: 1|X-Bintray-Override: 1",
        "a/b.bin",
        true,
        DisplayName = "A, flags in headers: electron-builder")]
    [DataRow(
        "content/{0}/lib/1.0/a/b.bin;bt_package=lib;bt_version=1.0?publish=1",
        "",
        "lib/1.0/a/b.bin",
        true,
        DisplayName = "C, a path that begins like A's")]
    [DataRow("content/{0}/lib/1.0/a/b.bin;bt_package=lib?publish=1", "", "a/b.bin", true, DisplayName = "A, the package said twice")]
    [DataRow("content/{0}/a/b.bin", Coordinates, "a/b.bin", false, DisplayName = "B")]
    [DataRow("content/{0}/a/b.bin", Coordinates + "|X-Bintray-Publish: 1", "a/b.bin", true, DisplayName = "B, flags in headers")]
    [DataRow("content/{0}/a/b.bin;publish=1;override=0", Coordinates, "a/b.bin", true, DisplayName = "B, matrix flags: bintry")]
    [DataRow("content/{0}/a/b.bin;bt_package=lib;bt_version=1.0", "", "a/b.bin", false, DisplayName = "C")]
    [DataRow("content/{0}/a/b.bin;bt_package=lib;bt_version=1.0;publish=1", "", "a/b.bin", true, DisplayName = "C, matrix flags")]
    [DataRow("content/{0}/a/b.bin;bt_package=lib;bt_version=1.0?publish=1", "", "a/b.bin", true, DisplayName = "C, flags in the query")]
    [DataRow("maven/{0}/lib/" + Jar, "", Jar, false, DisplayName = "D")]
    [DataRow("maven/{0}/lib/" + Jar + ";publish=1", "", Jar, true, DisplayName = "D, matrix flags")]
    [DataRow("maven/{0}/lib/" + Jar + "?publish=1", "", Jar, true, DisplayName = "D, flags in the query")]
    [DataRow("maven/{0}/lib/;publish=1/" + Jar, "", Jar, true, DisplayName = "E")]
    [DataRow("maven/{0}/lib/;publish=1;override=1/" + Jar, "", Jar, true, DisplayName = "E, two flags")]
    [DataRow("api/v1/content/{0}/lib/1.0/a/b.bin", "", "a/b.bin", false, DisplayName = "A, under the version prefix")]
    public void A_file_that_curl_uploads_is_published_listed_and_served(string target, string headers, string path, bool isPublished)
    {
        CreateRepository();
        CreatePackage();
        var file = Bytes("b.bin", 20_000);
        var sent = headers.Split('|', StringSplitOptions.RemoveEmptyEntries).SelectMany(header => new[] { "-H", header });

        Answers(Success, [.. sent, "-T", file, On(target)]);
        Assert.AreEqual(isPublished, Server.Download(Repository, path) is not null);
        Answers(isPublished ? "{\"files\":0}\n200" : "{\"files\":1}\n200", "-X", "POST", On("content/{0}/lib/1.0/publish"));
        Curl(On("packages/{0}/lib/versions/1.0/files")).Succeeds().Says($"\"path\":\"{path}\",").Says("\"size\":20000,");
        IsServed(path, file);
    }

    [TestMethod]
    [DataRow("content/{0}/lib/1.0/b.bin?publish=1", "b.bin", DisplayName = "A")]
    [DataRow("content/{0}/b.bin;bt_package=lib;bt_version=1.0;publish=1", "b.bin", DisplayName = "C")]
    [DataRow("maven/{0}/lib/;publish=1/" + Jar, Jar, DisplayName = "E")]
    public void Bytes_that_curl_labels_a_form_are_a_file_all_the_same(string target, string path)
    {
        CreateRepository();
        CreatePackage();
        var file = Bytes("b.bin", 20_000);

        Answers(Success, "-X", "PUT", "--data-binary", $"@{file}", On(target));
        IsServed(path, file);
    }

    [TestMethod]
    public void A_body_of_unknown_length_is_a_file_too()
    {
        CreateRepository();
        CreatePackage();
        var file = Bytes("b.bin", 300_000);

        Answers(Success, "-H", "Transfer-Encoding: chunked", "-T", file, On("content/{0}/lib/1.0/b.bin;publish=1"));
        IsServed("b.bin", file);
    }

    [TestMethod]
    public void Who_waits_for_a_challenge_is_challenged_and_taken()
    {
        CreateRepository();
        CreatePackage();
        var file = Bytes("b.bin", 20_000);

        Curl("--anyauth", "--verbose", "-T", file, On("content/{0}/lib/1.0/b.bin;publish=1")).Succeeds()
            .Says("WWW-Authenticate: Basic realm=\"Bintray API Realm\"").Says("HTTP/1.1 201 Created");
        IsServed("b.bin", file);
    }

    [TestMethod]
    public void Files_sent_in_parallel_make_their_version_once()
    {
        CreateRepository();
        CreatePackage();
        var names = Enumerable.Range(101, 64).Select(number => $"f{number}.bin").ToList();
        names.ForEach(name => Bytes(name, 10_000 + names.IndexOf(name)));

        var uploads = Curl(
            "--parallel",
            "--parallel-max",
            "16",
            "--write-out",
            @"\n%{http_code}\n",
            "-T",
            "f[101-164].bin",
            On("content/{0}/lib/9.0/many/"));
        Assert.AreEqual(64, uploads.Succeeds().Lines.Count(line => line == "201"), uploads.Output);
        Curl(On("packages/{0}/lib")).Succeeds().Says("\"versions\":[\"9.0\"]");
        Answers("{\"files\":64}\n200", "-X", "POST", On("content/{0}/lib/9.0/publish"));

        Anonymously("--parallel", "--create-dirs", "--output-dir", "back", "--remote-name-all", On("dl/{0}/many/f[101-164].bin"))
            .Succeeds();
        names.ForEach(name => AreEqual(File.ReadAllBytes(At(name)), File.ReadAllBytes(At("back", name)), name));
    }
}
