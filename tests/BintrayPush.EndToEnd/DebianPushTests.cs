using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>A build that pushes a Debian package into a folder: the index is made and signed by the program of the package.</summary>
[TestClass]
public sealed class DebianPushTests : Scenario
{
    private const string Coordinates =
        """BintrayDebianDistribution="stable" BintrayDebianComponent="main" BintrayDebianArchitecture="amd64" """;

    [TestMethod]
    public void A_build_leaves_a_repository_that_apt_can_read_and_no_package_that_it_cannot()
    {
        Write(
            "hello/DEBIAN/control",
            "Package: hello\nVersion: 1.0\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: says hello\n");
        Command.Run(NextLog(), Folder, Environment, Tool.DebianPackages.File(), "--build", At("hello"), At("hello.deb")).Succeeds();
        Write("broken.deb", "no package");
        Bintray("key", "generate", "local").Succeeds();
        Library(
            "Acme",
            """
            <BintrayRepo>local/deb</BintrayRepo><BintrayRepoType>debian</BintrayRepoType>
            <BintrayIncludePackOutput>false</BintrayIncludePackOutput>
            """,
            $"""<BintrayArtifact Include="../$(Deb)" BintrayPath="pool/$(Deb)" {Coordinates}/>""");

        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:Deb=broken.deb")
            .FailsWith("BTP").Says("'pool/broken.deb' is not taken as a Debian package: it is no ar archive");
        Assert.IsEmpty(AllPublished("local/deb"));

        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:Deb=hello.deb").Succeeds();
        StringAssert.Contains(
            File.ReadAllText(Published("dists/stable/main/binary-amd64/Packages", "local/deb")),
            "Package: hello\nVersion: 1.0\n", StringComparison.Ordinal);
        StringAssert.Contains(
            File.ReadAllText(Published("dists/stable/InRelease", "local/deb")), "-----BEGIN PGP SIGNATURE-----", StringComparison.Ordinal);
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:Deb=hello.deb").Succeeds().Says("1 unchanged");
    }

    private Command Bintray(params string[] arguments) => Command.Dotnet(
        NextLog(), Folder, Environment, ["exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), .. arguments]);
}
