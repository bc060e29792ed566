using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Server.Pages;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>What readers copy from a page into a terminal.</summary>
[TestClass]
public sealed class InstallCommandTests
{
    [TestMethod]
    public void A_feed_is_added_and_a_package_comes_from_it()
    {
        var shown = Shown("nuget", "Acme.Lib", "1.2.0-beta.1", "Acme.Lib.1.2.0-beta.1.nupkg");

        Assert.Contains("dotnet add package Acme.Lib --version 1.2.0-beta.1", shown);
        Assert.Contains("""<PackageReference Include="Acme.Lib" Version="1.2.0-beta.1" />""", shown);
        Assert.Contains("dotnet nuget add source 'https://example.com/nuget/acme/repo/v3/index.json' --name acme-repo", shown);
        Assert.DoesNotContain("nsecure", shown);
    }

    [TestMethod]
    public void A_Maven_dependency_is_read_off_its_path()
    {
        var shown = Shown("maven", "lib", "1.0", "org/acme/lib/1.0/lib-1.0.jar");

        Assert.Contains("<groupId>org.acme</groupId>", shown);
        Assert.Contains("<artifactId>lib</artifactId>", shown);
        Assert.Contains("<url>https://example.com/dl/acme/repo</url>", shown);
    }

    [TestMethod]
    public void A_Debian_package_is_installed_from_the_distribution_that_it_is_in()
    {
        var shown = Shown("debian", "hello", "1.0", "pool/main/h/hello_1.0_amd64.deb");

        Assert.Contains("deb [signed-by=/etc/apt/keyrings/acme-repo.asc] https://example.com/dl/acme/repo stable main", shown);
        Assert.Contains("sudo apt-get install hello", shown);
    }

    [TestMethod]
    [DataRow("$(id)")]
    [DataRow("`id`")]
    [DataRow("a; id")]
    [DataRow("a' 'b")]
    [DataRow("a\" & id")]
    [DataRow("--source=x")]
    [DataRow("a\u202Eb")]
    public void No_name_becomes_a_command(string name)
    {
        foreach (var type in RepositoryTypes.All)
        {
            var shown = Shown(type, name, name, $"{name}.{name}.nupkg", $"{name}_1_all.deb", $"g/{name}/{name}/{name}-{name}.jar");
            foreach (var line in shown.Split('\n').Where(line => line.Split(' ')[0] is "curl" or "dotnet" or "sudo" or "echo"))
            {
                Assert.DoesNotContain(name, line);
                Assert.AreEqual(0, line.Count(sign => sign == '\'') % 2, line);
            }
        }
    }

    private static string Shown(string type, string package, string version, params string[] paths)
    {
        var repository = RepositoryAddress.Of("acme", "repo");
        var address = VersionAddress.Of(PackageAddress.Of(repository, package), version);
        var files = paths.Select(path => new RepositoryFile
        {
            Version = address,
            Path = RepositoryPath.Of(path),
            Size = 1,
            Sha1 = "",
            Debian = new DebianCoordinates("stable", "main", "all"),
        });
        var setup = new RepositorySetup(
            repository,
            new RepositoryDetails { Type = type },
            "https://example.com",
            "https://example.com/nuget/acme/repo/v3/index.json",
            IsSigned: true);
        return string.Join('\n', InstallCommands.Of(setup, address, [.. files]).Select(command => command.Text));
    }
}
