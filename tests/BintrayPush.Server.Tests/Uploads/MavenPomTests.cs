namespace BintrayPush.Server.Tests.Uploads;

/// <summary>Protocol reference, sections 2 and 8.2: in a Maven repository a POM lies where its coordinates say.</summary>
[TestClass]
public sealed class MavenPomTests
{
    private const string Good = "<project "
        + "xmlns=\"http://maven.apache.org/POM/4.0.0\"><groupId>org.acme</groupId><artifactId>lib</artifactId><version>1.0</version></project>";

    [TestMethod]
    [DataRow("org/acme/lib/1.0/lib-1.0.pom", Good)]
    [DataRow(
        "org/acme/lib/1.0/lib-1.0.pom",
        "<project><parent><groupId>org.acme</groupId><version>1.0</version></parent><artifactId> lib </artifactId></project>")]
    [DataRow(
        "org/acme/lib/1.0/lib-1.0.pom",
        "<project><groupId>org.acme</groupId><artifactId>lib</artifactId><version>${revision}</version></project>")]
    [DataRow("org/acme/lib/1.0/lib-1.0.jar", "no XML")]
    public async Task What_lies_where_its_coordinates_say_is_taken_as_it_is(string path, string content)
    {
        await using var server = await StartAsync("maven");
        foreach (var place in new[] { "content/acme/java/lib/1.0/", "maven/acme/java/lib/" })
        {
            var reply = await server.SendAsync("PUT", $"{place}{path};publish=1;override=1", content);
            Assert.AreEqual(201, reply.Status, reply.Body);
            Assert.AreEqual(content, (await server.Anonymous.SendAsync("GET", "dl/acme/java/" + path)).Body);
        }
    }

    [TestMethod]
    [DataRow("org/acme/lib/1.1/lib-1.1.pom", Good)]
    [DataRow("org/other/lib/1.0/lib-1.0.pom", Good)]
    [DataRow("org/acme/other/1.0/other-1.0.pom", Good)]
    [DataRow("org/acme/lib/1.0/other-1.0.pom", Good)]
    [DataRow("lib-1.0.pom", Good)]
    [DataRow("org/acme/lib/1.0/lib-1.0.pom", "<project><artifactId>lib</artifactId><version>1.0</version></project>")]
    [DataRow("org/acme/lib/1.0/lib-1.0.pom", "<project>")]
    [DataRow("org/acme/lib/1.0/lib-1.0.pom", "")]
    public async Task A_POM_that_is_not_that_of_its_path_is_refused_in_the_words_that_people_know(string path, string content)
    {
        await using var server = await StartAsync("maven");

        var reply = await server.SendAsync("PUT", "content/acme/java/lib/1.0/" + path, content);

        Assert.AreEqual(400, reply.Status);
        Assert.AreEqual(
            $$"""{"message":"Unable to upload files: Maven group, artifact or version defined in the pom file do not match the file path '{{path}}'"}""", reply.Body);
        Assert.AreEqual("[]", (await server.SendAsync("GET", "packages/acme/java/lib/files?include_unpublished=1")).Body);
    }

    [TestMethod]
    [DataRow("org/acme/lib/lib-1.0.jar")]
    [DataRow("lib-1.0.jar")]
    [DataRow("org/acme/lib/1.0/other-2.0.jar")]
    public async Task A_Maven_upload_out_of_the_layout_is_refused(string path)
    {
        await using var server = await StartAsync("maven");

        var reply = await server.SendAsync("PUT", "maven/acme/java/lib/" + path, "jar");

        Assert.AreEqual(400, reply.Status);
        Assert.AreEqual("""{"message":"Provided artifact path does not comply with Maven's convention"}""", reply.Body);
    }

    [TestMethod]
    public async Task In_other_repositories_a_POM_is_a_file_like_any_other()
    {
        await using var server = await StartAsync("generic");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/java/lib/1.0/lib.pom", "anything")).Status);
    }

    [TestMethod]
    public async Task A_POM_of_many_bytes_is_refused_before_it_fills_the_memory()
    {
        await using var server = await StartAsync("maven");
        Assert.AreEqual(
            413,
            (await server.SendAsync(
                "PUT", "content/acme/java/lib/1.0/org/acme/lib/1.0/lib-1.0.pom", new string(' ', (1 << 20) + 1))).Status);
    }

    private static async Task<RunningServer> StartAsync(string type)
    {
        var server = await RunningServer.StartAsync();
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/java", $$"""{"type":"{{type}}"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/java", """{"name":"lib"}""")).Status);
        return server;
    }
}
