using System.IO.Compression;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// Files that were uploaded one by one, as the old plugins did it, without a list of versions and without checksums: Maven's ranges,
/// Gradle's <c>1.+</c> and Ivy's <c>latest.release</c> find the newest of them.
/// </summary>
[TestClass]
public sealed class LatestVersionTests : ServerScenario
{
    private const string Plugins = "/usr/share/maven-repo";
    private const string Ivy = "/usr/share/java/ivy.jar";

    [TestInitialize]
    public void UploadThreeVersions()
    {
        CreateRepository("maven");
        CreatePackage();
        using (var jar = ZipFile.Open(At("lib.jar"), ZipArchiveMode.Create))
        {
            jar.CreateEntry("META-INF/nothing");
        }

        // By the letters 1.9 is the newest, by the numbers 1.10.
        foreach (var version in new[] { "1.0", "1.9", "1.10" })
        {
            Upload("dep", version, "");
        }
    }

    [TestMethod]
    public void Maven_resolves_a_range_and_verifies_what_it_gets()
    {
        // The second dependency keeps Maven from adding its own of that name to an extension, in a version that Debian does not have.
        Upload("lib", "1.1", """
            <dependencies>
              <dependency><groupId>org.acme</groupId><artifactId>dep</artifactId><version>[1.0,2.0)</version></dependency>
              <dependency><groupId>org.codehaus.plexus</groupId><artifactId>plexus-utils</artifactId><version>debian</version></dependency>
            </dependencies>
            """);
        Write("settings.xml", $"""
            <settings>
              <localRepository>{At("m2")}</localRepository>
              <profiles><profile><id>debian</id>
                <repositories><repository>{Central}</repository></repositories>
                <pluginRepositories><pluginRepository>{Central}</pluginRepository></pluginRepositories>
              </profile></profiles>
              <activeProfiles><activeProfile>debian</activeProfile></activeProfiles>
            </settings>
            """);
        Write("pom.xml", $"""
            <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId><artifactId>consumer</artifactId><version>1</version><packaging>pom</packaging>
              <pluginRepositories><pluginRepository><id>downloads</id><url>{On("dl/{0}")}</url>
                <releases><checksumPolicy>fail</checksumPolicy></releases></pluginRepository></pluginRepositories>
              <build><extensions><extension><groupId>org.acme</groupId><artifactId>lib</artifactId><version>1.1</version></extension></extensions></build>
            </project>
            """);

        Run(Tool.Maven, "--batch-mode", "--settings", At("settings.xml"), "--file", At("pom.xml"), "validate").Succeeds()
            .Says($"Downloaded from downloads: {On("dl/{0}")}/org/acme/dep/maven-metadata.xml")
            .Says($"Downloaded from downloads: {On("dl/{0}")}/org/acme/dep/1.10/dep-1.10.jar")
            .Says("BUILD SUCCESS");
    }

    [TestMethod]
    public void Gradle_resolves_a_plus()
    {
        Write("settings.gradle", "rootProject.name = 'consumer'\n");
        Write("build.gradle", $$"""
            repositories { maven { url '{{On("dl/{0}")}}' } }
            configurations { wanted }
            dependencies { wanted 'org.acme:dep:1.+' }
            task resolve { doLast { configurations.wanted.each { println 'got ' + it.name } } }
            """);

        Run(Tool.Gradle, "--no-daemon", "--gradle-user-home", At("gradle"), "--console", "plain", "--quiet", "resolve").Succeeds()
            .Says("got dep-1.10.jar");
    }

    [TestMethod]
    public void Ivy_resolves_the_latest_release()
    {
        if (!File.Exists(Ivy))
        {
            Tool.Missing($"{Ivy} is not on this machine; on Debian: apt-get install ivy.");
        }

        Write("ivysettings.xml", $"""
            <ivysettings><settings defaultResolver="ours"/><caches defaultCacheDir="{At("ivy")}"/>
              <resolvers><ibiblio name="ours" m2compatible="true" root="{On("dl/{0}")}"/></resolvers></ivysettings>
            """);

        Run(
            Tool.Java, "-jar", Ivy, "-settings", At("ivysettings.xml"), "-dependency", "org.acme", "dep", "latest.release",
            "-retrieve", At("lib", "[artifact]-[revision].[ext]")).Succeeds().Says("[1.10] org.acme#dep;latest.release");

        AreEqual(File.ReadAllBytes(At("lib.jar")), File.ReadAllBytes(At("lib", "dep-1.10.jar")), "dep-1.10.jar");
    }

    private static string Central =>
        $"<id>central</id><url>file://{Plugins}</url><releases><updatePolicy>never</updatePolicy><checksumPolicy>ignore</checksumPolicy></releases>";

    private void Upload(string artifact, string version, string dependencies)
    {
        Write($"{artifact}.pom", $"""
            <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId><artifactId>{artifact}</artifactId><version>{version}</version>
              {dependencies}
            </project>
            """);
        foreach (var (file, extension) in new[] { (At("lib.jar"), "jar"), (At($"{artifact}.pom"), "pom") })
        {
            Answers(
                "{\"message\":\"success\"}\n201", "--upload-file", file,
                On($"content/{{0}}/lib/{artifact}-{version}/org/acme/{artifact}/{version}/{artifact}-{version}.{extension}?publish=1"));
        }
    }
}
