namespace BintrayPush.Server.Tests.Catalog;

/// <summary>Protocol reference, section 6.</summary>
[TestClass]
public sealed class AttributeWireTests
{
    private const string Package = "packages/acme/tools/lib/attributes";

    [TestMethod]
    public async Task Types_are_read_in_any_case_or_inferred_and_echoed_in_lower_case()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.SendAsync("POST", Package, """
            [{"name":"a","values":["x","y"],"type":"String"},{"name":"b","values":[1,2.5]},{"name":"c","values":[true],"type":"Boolean"},
             {"name":"d","values":"single"},{"name":"e","values":["2011-07-14T19:43:37.100Z"]},{"name":"f","values":["1.0"],"type":"VERSION"},{"name":"g","values":["2015-01-01"]}]
            """);
        Assert.AreEqual(
            """[{"name":"a","values":["x","y"],"type":"string"},{"name":"b","values":[1,2.5],"type":"number"},{"name":"c","values":[true],"type":"boolean"},"""
            + """{"name":"d","values":["single"],"type":"string"},{"name":"e","values":["2011-07-14T19:43:37.100Z"],"type":"date"},{"name":"f","values":["1.0"],"type":"version"},"""
            + """{"name":"g","values":["2015-01-01"],"type":"string"}]""",
            reply.Body);
        Assert.AreEqual(200, reply.Status);
        Assert.AreEqual("""[{"name":"b","values":[1,2.5],"type":"number"},{"name":"d","values":["single"],"type":"string"}]""", (await server.SendAsync("GET", Package + "?names=b,d")).Body);
        Assert.AreEqual(7, (await server.SendAsync("GET", Package + "?names=")).Json.GetArrayLength());
    }

    [TestMethod]
    public async Task Replacing_merging_and_deleting_do_what_they_say()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", Package, """[{"name":"a","values":["1"]},{"name":"b","values":["2"]}]""");
        Assert.AreEqual(
            """[{"name":"b","values":["2"],"type":"string"},{"name":"a","values":[],"type":"string"},{"name":"c","values":["3"],"type":"string"}]""",
            (await server.SendAsync("PATCH", Package, """[{"name":"a","values":null},{"name":"c","values":["3"]}]""")).Body);
        Assert.AreEqual("""{"message":"success"}""", (await server.SendAsync("DELETE", Package + "?names=a,b")).Body);
        Assert.AreEqual("""[{"name":"c","values":["3"],"type":"string"}]""", (await server.SendAsync("GET", Package)).Body);
        await server.SendAsync("DELETE", Package);
        Assert.AreEqual("[]", (await server.SendAsync("GET", Package)).Body);
    }

    [TestMethod]
    [DataRow("""[{"name":"a","values":["x",1]}]""")]
    [DataRow("""[{"name":"a","values":[true,"x"]}]""")]
    [DataRow("""[{"name":"a","values":null}]""")]
    [DataRow("""[{"name":"a"}]""")]
    [DataRow("""[{"values":["a"]}]""")]
    [DataRow("""[{"name":"a","values":["x"],"type":"colour"}]""")]
    [DataRow("""[{"name":"a","values":["x"],"type":"1"}]""")]
    [DataRow("""[{"name":"a","values":["x"],"type":"number"}]""")]
    [DataRow("""[{"name":"a","values":[{}]}]""")]
    [DataRow("\"a\"")]
    public async Task What_is_no_list_of_attributes_is_refused(string body)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(400, (await server.SendAsync("POST", Package, body)).Status);
    }

    [TestMethod]
    public async Task Names_with_an_underscore_are_for_publishers_and_values_replace_names_when_asked_for()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", Package, """[{"name":"open","values":["1"]},{"name":"_hidden","values":[2]}]""");
        Assert.AreEqual("""["open"]""", (await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib")).Json.GetProperty("attribute_names").GetRawText());
        Assert.AreEqual("""["open","_hidden"]""", (await server.SendAsync("GET", "packages/acme/tools/lib")).Json.GetProperty("attribute_names").GetRawText());
        var valued = (await server.SendAsync("GET", "packages/acme/tools/lib?attribute_values=1")).Json;
        Assert.AreEqual("""{"open":["1"],"_hidden":[2]}""", valued.GetProperty("attributes").GetRawText());
        Assert.IsFalse(valued.TryGetProperty("attribute_names", out _));
        Assert.AreEqual(1, (await server.Anonymous.SendAsync("GET", Package)).Json.GetArrayLength());
    }

    [TestMethod]
    public async Task Attributes_of_versions_and_files_have_their_own_manners()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/x/a?publish=1", "x");
        Assert.AreEqual(200, (await server.SendAsync("POST", "packages/acme/tools/lib/versions/_latest/attributes", """[{"name":"v","values":["1"]}]""")).Status);
        Assert.AreEqual(1, (await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0/attributes")).Json.GetArrayLength());
        Assert.AreEqual(
            """[{"name":"f","values":[1],"type":"NUMBER"}]""", (await server.SendAsync("POST", "files/acme/tools/x/a/attributes", """[{"name":"f","values":[1]}]""")).Body);
        var deleted = await server.SendAsync("DELETE", "files/acme/tools/x/a/attributes");
        Assert.AreEqual(200, deleted.Status);
        Assert.AreEqual("""{"message":"Attributes were deleted successfully from the following file path: x/a"}""", deleted.Body);
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/pending", "x");
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "files/acme/tools/pending/attributes")).Status);
    }
}
