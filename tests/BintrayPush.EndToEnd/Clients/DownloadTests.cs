using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// Downloads as curl and wget make them: parts, broken-off ones that go on, and only if something is new (protocol reference 13).
/// </summary>
[TestClass]
public sealed class DownloadTests : ServerScenario
{
    private const int Length = 300_000;
    private const string Path = "a/b.bin";

    private string _file = "";

    [TestInitialize]
    public void PublishOneFile()
    {
        CreateRepository();
        CreatePackage();
        _file = Bytes("original", Length);
        Publish();
    }

    [TestMethod]
    [DataRow("dl/{0}/a/b.bin", DisplayName = "the download host's path")]
    [DataRow("{0}/a/b.bin", DisplayName = "the API host's path")]
    public void A_part_is_a_part(string path)
    {
        var bytes = File.ReadAllBytes(_file);

        AreEqual(bytes.AsSpan(1000..2000), Part("1000-1999", path, "206"), "from the middle");
        AreEqual(bytes.AsSpan(^500..), Part("-500", path, "206"), "the end");
        AreEqual(bytes.AsSpan(299_000..), Part("299000-", path, "206"), "from a place to the end");
        Part("300000-", path, "416");
    }

    [TestMethod]
    public void Curl_goes_on_where_a_download_broke_off()
    {
        BreakOff("b.bin", 123_456);

        Anonymously(
            "--continue-at", "-", "--output", At("b.bin"), "--write-out", "%{http_code} after %{size_download} bytes", On("dl/{0}/a/b.bin"))
            .Succeeds().Says("206 after 176544 bytes");
        AreEqual(File.ReadAllBytes(_file), File.ReadAllBytes(At("b.bin")), "the file");
    }

    [TestMethod]
    public void Wget_goes_on_where_a_download_broke_off()
    {
        BreakOff("b.bin", 123_456);

        Wget("--continue", On("dl/{0}/a/b.bin")).Succeeds().Says("206 Partial Content").Says("Content-Range: bytes 123456-299999/300000");
        AreEqual(File.ReadAllBytes(_file), File.ReadAllBytes(At("b.bin")), "the file");
    }

    [TestMethod]
    public void Wget_does_not_load_a_complete_file_again()
    {
        File.Copy(_file, At("b.bin"));

        Wget("--continue", On("dl/{0}/a/b.bin")).Succeeds().Says("416");
        AreEqual(File.ReadAllBytes(_file), File.ReadAllBytes(At("b.bin")), "the file");
    }

    [TestMethod]
    public void Wget_answers_the_challenge_of_a_private_repository()
    {
        Server.Ask("POST", $"repos/{Repo}-private", """{"private":true}""");
        Server.Ask("POST", $"packages/{Repo}-private", """{"name":"lib"}""");
        Curl("-T", _file, On("content/{0}-private/lib/1.0/b.bin;publish=1")).Succeeds();
        Write("wgetrc", $"user = {ServerUsers.Admin}\npassword = {Server.Key}\n");

        Anonymously("--write-out", "%{http_code}", On("dl/{0}-private/b.bin")).Succeeds().Says("401");
        Run(Tool.Wget, "--config", At("wgetrc"), "--no-verbose", "--server-response", On("dl/{0}-private/b.bin"))
            .Succeeds().Says("401 Unauthorized").Says("200 OK");
        AreEqual(File.ReadAllBytes(_file), File.ReadAllBytes(At("b.bin")), "the file");
    }

    [TestMethod]
    public void What_has_not_changed_is_not_sent_again()
    {
        string[] again = [
            "--etag-compare",
            At("etag"),
            "--etag-save",
            At("etag"),
            "--output",
            At("b.bin"),
            "--write-out",
            "%{http_code} %{size_download}",
            On("dl/{0}/a/b.bin")
        ];
        File.WriteAllText(At("etag"), "");

        Anonymously(again).Succeeds().Says($"200 {Length}");
        Anonymously(again).Succeeds().Says("304 0");
        _file = Bytes("changed", Length);
        Publish();
        Anonymously(again).Succeeds().Says($"200 {Length}");
        AreEqual(File.ReadAllBytes(_file), File.ReadAllBytes(At("b.bin")), "the file");
    }

    [TestMethod]
    public void What_is_older_than_the_local_file_is_not_sent()
    {
        Anonymously("--remote-time", "--output", At("b.bin"), On("dl/{0}/a/b.bin")).Succeeds();
        Anonymously("--time-cond", At("b.bin"), "--output", At("c.bin"), "--write-out", "%{http_code}", On("dl/{0}/a/b.bin")).Succeeds()
            .Says("304");
    }

    [TestMethod]
    public void Length_and_checksums_are_told_without_the_file()
    {
        var bytes = File.ReadAllBytes(_file);

        Anonymously("--head", On("dl/{0}/a/b.bin")).Succeeds().Says("HTTP/1.1 200 OK").Says($"Content-Length: {Length}")
            .Says("Accept-Ranges: bytes")
            .Says($"X-Checksum-Sha2: {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}");
    }

    private void Publish() =>
        Answers("{\"message\":\"success\"}\n201", "-T", _file, On("content/{0}/lib/1.0/" + Path + ";publish=1;override=1"));

    private byte[] Part(string range, string path, string status)
    {
        Anonymously("--range", range, "--output", At("part"), "--write-out", "%{http_code}", On(path)).Succeeds().Says(status);
        return File.ReadAllBytes(At("part"));
    }

    /// <summary>What a download leaves that ended too early.</summary>
    private void BreakOff(string name, int length) => File.WriteAllBytes(At(name), File.ReadAllBytes(_file)[..length]);

    private Command Wget(params string[] arguments) => Run(Tool.Wget, ["--no-config", "--no-verbose", "--server-response", .. arguments]);
}
