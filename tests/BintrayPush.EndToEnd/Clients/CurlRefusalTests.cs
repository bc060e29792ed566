using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>What curl is told when the answer is no (protocol reference, section 2).</summary>
[TestClass]
public sealed class CurlRefusalTests : ServerScenario
{
    [TestInitialize]
    public void PublishOneFile()
    {
        CreateRepository();
        CreatePackage();
        Answers("{\"message\":\"success\"}\n201", "-T", Bytes("b.bin", 1000), On("content/{0}/lib/1.0/b.bin;publish=1"));
    }

    [TestMethod]
    public void A_large_file_that_will_be_refused_is_not_even_sent()
    {
        // curl asks first when a file is larger than a megabyte, and sends it all the same if nobody answers in time.
        Curl(
            "--verbose",
            "--expect100-timeout",
            "60",
            "--write-out",
            "sent %{size_upload} bytes",
            "-T",
            Bytes("large.bin", 3 << 20),
            On("content/{0}/lib/1.0/b.bin"))
            .Succeeds().Says("Expect: 100-continue").Says("HTTP/1.1 409 Conflict").Says("already exists").Says("sent 0 bytes")
                .DoesNotSay("HTTP/1.1 100");
    }

    [TestMethod]
    public void A_large_file_that_will_be_taken_is_asked_for()
    {
        var large = Bytes("large.bin", 3 << 20);

        Curl("--verbose", "--expect100-timeout", "60", "-T", large, On("content/{0}/lib/1.0/large.bin;publish=1"))
            .Succeeds().Says("HTTP/1.1 100 Continue").Says("HTTP/1.1 201 Created");
        IsServed("large.bin", large);
    }

    [TestMethod]
    public void A_resumed_upload_is_not_taken_for_the_whole_file()
    {
        Curl("--continue-at", "600", "-T", Bytes("b2.bin", 1000), On("content/{0}/lib/1.0/b2.bin;publish=1"), "--write-out", "%{http_code}")
            .Succeeds().Says("400").Says("cannot be resumed");
        Assert.IsNull(Server.Download(Repository, "b2.bin"));
    }

    [TestMethod]
    [DataRow("PUT", "content/{0}/none/1.0/c.bin", "{\"message\":\"Package 'none' was not found\"}\n404")]
    [DataRow("GET", "packages/{0}/none", "{\"message\":\"Package 'none' was not found\"}\n404")]
    [DataRow("GET", "packages/{0}/lib/versions/7.0", "{\"message\":\"Version '7.0' was not found\"}\n404")]
    [DataRow("GET", "repos/acme/none", "{\"message\":\"Repo 'none' was not found\"}\n404")]
    public void What_is_missing_is_named_in_the_words_that_scripts_compare(string method, string path, string expected) =>
        Answers(expected, "-X", method, On(path));

    [TestMethod]
    public void Nobody_uploads_without_a_key()
    {
        Anonymously("--include", "-T", At("b.bin"), On("content/{0}/lib/1.0/c.bin")).Succeeds()
            .Says("HTTP/1.1 401 Unauthorized").Says("WWW-Authenticate: Basic realm=\"Bintray API Realm\"")
                .Says("This resource requires authentication");
    }
}
