using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// Ivy with Apache's HTTP client, as sbt has it too: it waits for a challenge, asks with <c>Expect: 100-continue</c> whether it may send,
/// and sends its next request over the same connection when it may not.
/// </summary>
[TestClass]
public sealed class IvyTests : ServerScenario
{
    private const string Jars = "/usr/share/java";

    [TestMethod]
    public void What_ivy_publishes_is_all_there_and_ivy_takes_it_back_once_it_is_public()
    {
        CreateRepository("maven");
        CreatePackage();
        var (small, large) = (Bytes("built/small-1.0.jar", 300), Bytes("built/large-1.0.jar", 3_000_000));
        Write("ivy.xml", """
            <ivy-module version="2.0"><info organisation="org.acme" module="lib" revision="1.0"/>
              <publications><artifact name="small"/><artifact name="large"/></publications></ivy-module>
            """);
        Write("settings.xml", $"""
            <ivysettings>
              <settings defaultResolver="downloads"/>
              <caches defaultCacheDir="{At("cache")}"/>
              <credentials host="127.0.0.1" realm="Bintray API Realm" username="{ServerUsers.Admin}" passwd="{Server.Key}"/>
              <resolvers>{Resolver("uploads", "content/{0}/lib/[revision]")}{Resolver("downloads", "dl/{0}")}</resolvers>
            </ivysettings>
            """);

        Ivy(
            "-ivy",
            At("ivy.xml"),
            "-publish",
            "uploads",
            "-revision",
            "1.0",
            "-publishpattern",
            At("built") + "/[artifact]-[revision].[ext]")
            .Says("published small to").Says("published large to").Says("published ivy to");
        Server.Ask("POST", $"content/{Repo}/lib/1.0/publish");
        Ivy("-dependency", "org.acme", "lib", "1.0", "-retrieve", At("taken") + "/[artifact]-[revision].[ext]").Says("2 artifacts copied");

        AreEqual(File.ReadAllBytes(small), File.ReadAllBytes(At("taken", "small-1.0.jar")), "small");
        AreEqual(File.ReadAllBytes(large), File.ReadAllBytes(At("taken", "large-1.0.jar")), "large");
    }

    private string Resolver(string name, string place) => $"""
        <url name="{name}" m2compatible="true">
          <ivy pattern="{On(place)}/[organisation]/[module]/[revision]/ivy-[revision].xml"/>
          <artifact pattern="{On(place)}/[organisation]/[module]/[revision]/[artifact]-[revision].[ext]"/>
        </url>
        """;

    private Command Ivy(params string[] arguments)
    {
        string[] jars = [
            .. new[] { "ivy", "httpclient", "httpcore", "commons-logging", "commons-codec" }.Select(jar => Path.Combine(Jars, jar + ".jar"))
        ];
        if (!jars.All(File.Exists))
        {
            Tool.Missing("Ivy with Apache's HTTP client is not on this machine; on Debian: apt-get install ivy libhttpclient-java.");
        }

        return Run(Tool.Java, ["-cp", string.Join(':', jars), "org.apache.ivy.Main", "-settings", At("settings.xml"), .. arguments])
            .Succeeds();
    }
}
