using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>What a base URL may be, and what is built on it.</summary>
[TestClass]
public sealed class ServiceUrlTests
{
    [TestMethod]
    [DataRow("https://bintray.example.org", "https://bintray.example.org/", "https://bintray.example.org/dl/")]
    [DataRow("https://example.org/api/v1", "https://example.org/api/v1/", "https://example.org/dl/")]
    [DataRow("https://example.org/repo/api/v1/", "https://example.org/repo/api/v1/", "https://example.org/repo/dl/")]
    [DataRow("http://127.0.0.1:8081", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/dl/")]
    [DataRow("http://127.0.0.1:8081//", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/dl/")]
    [DataRow("http://127.0.0.1:8081//api/v1", "http://127.0.0.1:8081//api/v1/", "http://127.0.0.1:8081//dl/")]
    public void Downloads_are_beside_the_api(string text, string url, string downloads)
    {
        var service = Parse(text);

        Assert.AreEqual(url, service.ToString());
        Assert.AreEqual(downloads, service.Downloads.ToString());
    }

    [TestMethod]
    [DataRow("ftp://example.org")]
    [DataRow("example.org")]
    [DataRow("https://example.org/?a=b")]
    [DataRow("https://user:secret@example.org/")]
    public void Anything_else_is_refused_without_repeating_a_password(string text)
    {
        Assert.IsFalse(ServiceUrl.TryParse(text, out _, out var fault));
        Assert.IsFalse(fault!.Contains("secret"));
    }

    [TestMethod]
    [DataRow("http://example.org", true)]
    [DataRow("https://example.org", false)]
    [DataRow("http://127.0.0.1:80", false)]
    [DataRow("http://localhost:80", false)]
    [DataRow("http://[::1]:80", false)]
    public void Plain_http_to_another_machine_is_exposed(string text, bool exposed) => Assert.AreEqual(exposed, Parse(text).IsExposed);

    [TestMethod]
    public void No_segment_can_leave_its_place() =>
        Assert.AreEqual(
            "https://example.org/api/a%2F..%2Fb/%3Fx%3D%23/c%25",
            Parse("https://example.org/api").Below(["a/../b", "?x=#", "c%"]).AbsoluteUri);

    private static ServiceUrl Parse(string text) =>
        ServiceUrl.TryParse(text, out var url, out var fault) ? url! : throw new AssertFailedException(fault);
}
