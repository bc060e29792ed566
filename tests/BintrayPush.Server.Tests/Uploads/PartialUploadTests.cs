using System.Net.Http.Headers;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>
/// A client that resumes an upload sends only the rest of the file; as a whole file it would be damaged, and nobody told.
/// </summary>
[TestClass]
public sealed class PartialUploadTests
{
    [TestMethod]
    [DataRow("content/acme/tools/lib/1.0/a.bin")]
    [DataRow("maven/acme/tools/lib/org/acme/lib/1.0/lib-1.0.jar")]
    public async Task A_part_of_a_file_is_not_taken_for_the_whole(string target)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var part = new HttpRequestMessage(HttpMethod.Put, target) { Content = new StringContent("rest") };
        part.Content.Headers.ContentRange = new ContentRangeHeaderValue(4, 7, 8);

        using var answer = await server.Http.SendAsync(part);

        Assert.AreEqual(400, (int)answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "cannot be resumed", StringComparison.Ordinal);
        Assert.AreEqual(404, (await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")).Status);
    }
}
