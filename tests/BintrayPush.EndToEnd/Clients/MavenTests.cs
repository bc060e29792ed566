using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// Maven, with the plugins that Debian keeps as files: it deploys to forms D and E, and takes from the repository what it put there.
/// </summary>
[TestClass]
public sealed class MavenTests : ServerScenario
{
    private const string Plugins = "/usr/share/maven-repo";

    private string _jar = "";

    [TestInitialize]
    public void CreateTheRepository()
    {
        CreateRepository("maven");
        CreatePackage();
        _jar = At("lib.jar");
        using (var jar = ZipFile.Open(_jar, ZipArchiveMode.Create))
        {
            jar.CreateEntry("META-INF/nothing");
        }

        // The dependency keeps Maven from adding its own of that name to an extension, in a version that Debian does not have.
        Write("lib.pom", """
            <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId><artifactId>lib</artifactId><version>1.1</version>
              <dependencies><dependency><groupId>org.codehaus.plexus</groupId><artifactId>plexus-utils</artifactId><version>debian</version></dependency></dependencies>
            </project>
            """);
        Write("settings.xml", $"""
            <settings>
              <localRepository>{At("m2")}</localRepository>
              <servers><server><id>ours</id><username>{ServerUsers.Admin}</username><password>{Server.Key}</password></server></servers>
              <profiles><profile><id>debian</id>
                <repositories><repository>{Central}</repository></repositories>
                <pluginRepositories><pluginRepository>{Central}</pluginRepository></pluginRepositories>
              </profile></profiles>
              <activeProfiles><activeProfile>debian</activeProfile></activeProfiles>
            </settings>
            """);
    }

    [TestMethod]
    public void What_maven_deploys_is_published_and_maven_finds_it()
    {
        Deploy(On("maven/{0}/lib/;publish=1"));

        IsServed("org/acme/lib/1.1/lib-1.1.jar", _jar);
        IsServed("org/acme/lib/1.1/lib-1.1.pom", At("lib.pom"));
        Write("consumer/pom.xml", $"""
            <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId><artifactId>consumer</artifactId><version>1</version><packaging>pom</packaging>
              <pluginRepositories><pluginRepository><id>downloads</id><url>{On("dl/{0}")}</url>
                <releases><checksumPolicy>fail</checksumPolicy></releases></pluginRepository></pluginRepositories>
              <build><extensions><extension><groupId>org.acme</groupId><artifactId>lib</artifactId><version>1.1</version></extension></extensions></build>
            </project>
            """);
        Maven("--file", At("consumer", "pom.xml"), "validate")
            .Says($"Downloaded from downloads: {On("dl/{0}")}/org/acme/lib/1.1/lib-1.1.jar").Says("BUILD SUCCESS");
        AreEqual(File.ReadAllBytes(_jar), File.ReadAllBytes(At("m2", "org", "acme", "lib", "1.1", "lib-1.1.jar")), "lib-1.1.jar");
    }

    [TestMethod]
    public void What_maven_deploys_without_the_flag_waits_for_the_publish()
    {
        Deploy(On("maven/{0}/lib"));

        Assert.IsNull(Server.Download(Repository, "org/acme/lib/1.1/lib-1.1.jar"));
        Server.Ask("POST", $"content/{Repo}/lib/1.1/publish");
        IsServed("org/acme/lib/1.1/lib-1.1.jar", _jar);
    }

    private static string Central =>
        $"<id>central</id><url>file://{Plugins}</url><releases><updatePolicy>never</updatePolicy><checksumPolicy>ignore</checksumPolicy></releases>";

    private void Deploy(string url) => Maven(
        $"org.apache.maven.plugins:maven-deploy-plugin:{PluginVersion()}:deploy-file", $"-DpomFile={At("lib.pom")}",
        $"-Dfile={_jar}", "-DrepositoryId=ours", $"-Durl={url}").Says("BUILD SUCCESS");

    private Command Maven(params string[] arguments) =>
        Run(Tool.Maven, ["--batch-mode", "--settings", At("settings.xml"), .. arguments]).Succeeds();

    /// <summary>The deploy plugin that Debian has.</summary>
    private static string PluginVersion()
    {
        var versions = Path.Combine(Plugins, "org", "apache", "maven", "plugins", "maven-deploy-plugin");
        var jar = Directory.Exists(versions) ? Directory.GetFiles(versions, "*.jar", SearchOption.AllDirectories).FirstOrDefault() : null;
        if (jar is null)
        {
            Tool.Missing("Maven's deploy plugin is not on this machine; on Debian: apt-get install libmaven-deploy-plugin-java.");
        }

        return Path.GetFileName(Path.GetDirectoryName(jar))!;
    }
}
