using BintrayPush.Api.Model;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>What is said of a package or a version.</summary>
[TestClass]
public sealed class MetadataTests
{
    [TestMethod]
    public async Task A_package_is_created_with_what_is_given_and_nothing_else()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"name\":\"tool\",\"desc\":null,\"versions\":[]}"));
        using var client = Open(server);

        await client.CreatePackageAsync(Tool, new PackageDetails { Licenses = ["MIT"], Description = "" }, CancellationToken.None);

        var request = server.Requests.Single();
        Assert.AreEqual("POST /packages/acme/bin", request.Line);
        Assert.AreEqual("{\"name\":\"tool\",\"desc\":\"\",\"licenses\":[\"MIT\"]}", request.Text);
    }

    [TestMethod]
    public async Task Attributes_travel_as_the_json_their_type_says()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(200, request.Text));
        using var client = Open(server);

        var stored = await client.ReplaceAttributesAsync(
            Tool2,
            [new("n", AttributeType.Number, ["1.50"]), new("b", AttributeType.Boolean, ["true"]), new("s", AttributeType.String, ["true"])],
            CancellationToken.None);

        Assert.AreEqual(
            "[{\"name\":\"n\",\"values\":[1.50],\"type\":\"number\"},{\"name\":\"b\",\"values\":[true],\"type\":\"boolean\"},{\"name\":\"s\",\"values\":[\"true\"],\"type\":\"string\"}]",
            server.Requests.Single().Text);
        CollectionAssert.AreEqual(new[] { "1.50", "true", "true" }, stored.SelectMany(attribute => attribute.Values).ToArray());
    }
}
