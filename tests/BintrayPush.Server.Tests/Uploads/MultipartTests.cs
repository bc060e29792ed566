using System.Text;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>The npm clients send a form; its file is stored, not the envelope.</summary>
[TestClass]
public sealed class MultipartTests
{
    private const string Type = "multipart/form-data; boundary=----WebKit42";

    [TestMethod]
    public async Task The_part_with_a_file_name_is_the_file()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        const string Body = "------WebKit42\r\nContent-Disposition: form-data; name=\"package[message]\"\r\n\r\nhello there\r\n"
            + "------WebKit42\r\nContent-Disposition: form-data; name=\"package[file]\"; filename=\"a.bin\"\r\nContent-Type: "
            + "application/octet-stream\r\n\r\n"
            + "line one\r\n--not the boundary\r\n\r\nend\r\n------WebKit42--\r\n";
        StringAssert.StartsWith(
            await server.PutRawAsync(
                "/content/acme/tools/lib/1.0/a.bin;publish=1", Body, ("Content-Type", Type)), "HTTP/1.1 201 ", StringComparison.Ordinal);
        Assert.AreEqual("line one\r\n--not the boundary\r\n\r\nend", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a.bin")).Body);
    }

    /// <summary>node-bintray: its own tests name a folder, and its default is the slash alone.</summary>
    [TestMethod]
    [DataRow("packages/my-package/", "my-package.gz", "packages/my-package/my-package.gz")]
    [DataRow("/;publish=1", "my-package.gz", "my-package.gz")]
    [DataRow("x/", "C:\\\\down\\\\a.gz", "x/a.gz")]
    [DataRow("x/", "../../a.gz", "x/a.gz")]
    public async Task A_folder_takes_the_file_of_a_form_under_its_name(string path, string name, string stored)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.PutRawAsync("/content/acme/tools/lib/1.0/" + path, FormOf(name), ("Content-Type", Type));
        StringAssert.StartsWith(reply, "HTTP/1.1 201 ", StringComparison.Ordinal);
        StringAssert.EndsWith(reply, """{"message":"success"}""", StringComparison.Ordinal);
        var file = await server.SendAsync("GET", $"dl/acme/tools/{stored}?include_unpublished=1");
        Assert.AreEqual("200 bytes", $"{file.Status} {file.Body}");
    }

    [TestMethod]
    [DataRow("content/acme/tools/lib/1.0/x/", "", 400)]
    [DataRow("content/acme/tools/lib/1.0/x/", "..", 400)]
    [DataRow("content/acme/tools/lib/1.0/x/", "a/", 400)]
    [DataRow("content/acme/tools/none/1.0/x/", "a", 404)]
    [DataRow("maven/acme/tools/lib/g/a/1/", "a-1.jar", 400)]
    public async Task A_form_whose_file_has_no_name_or_no_package_is_refused(string path, string name, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.PutRawAsync("/" + path, FormOf(name), ("Content-Type", Type));
        StringAssert.StartsWith(reply, $"HTTP/1.1 {status} ", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("------WebKit42\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno file\r\n------WebKit42--\r\n")]
    [DataRow("------WebKit42\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nnever ends")]
    [DataRow("no multipart at all")]
    public async Task A_form_without_a_whole_file_is_refused_and_leaves_nothing(string body)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.PutRawAsync("/content/acme/tools/lib/1.0/a.bin", body, ("Content-Type", Type));
        StringAssert.StartsWith(reply, "HTTP/1.1 400 ", StringComparison.Ordinal);
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/a.bin?include_unpublished=1")).Status);
    }

    [TestMethod]
    public async Task A_large_file_in_a_form_arrives_whole()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            text.Append(i).Append("\r\n--");
        }

        using var form = new MultipartFormDataContent
        {
            { new StringContent("m"), "package[message]" },
            { new StringContent(text.ToString()), "package[file]", "big" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/lib/1.0/big?publish=1") { Content = form };
        Assert.AreEqual(201, (await server.Http.ReplyAsync(request)).Status);
        Assert.AreEqual(text.ToString(), (await server.Anonymous.SendAsync("GET", "dl/acme/tools/big")).Body);
    }

    private static string FormOf(string name) =>
        $"------WebKit42\r\nContent-Disposition: form-data; name=\"package[file]\"; filename=\"{name}\"\r\n\r\nbytes\r\n------WebKit42--\r\n";
}
