using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace BintrayPush.Packages.Tests;

/// <summary>What a package says of itself is read, however it is packed.</summary>
[TestClass]
public sealed class SoundPackagesTests : PackageTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [TestCleanup]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task A_package_that_NuGet_packs_is_read_with_all_that_it_says()
    {
        var builder = new PackageBuilder
        {
            Id = "Acme.Tool",
            Version = NuGetVersion.Parse("1.2.3-beta.1+build"),
            Title = "Tool",
            Description = "A tool.",
            ReleaseNotes = "All is new.",
            Copyright = "Acme",
            Language = "en",
            ProjectUrl = new Uri("https://example.com/tool"),
            Repository = new RepositoryMetadata("git", "https://example.com/tool.git", "main", "0"),
            LicenseMetadata = new LicenseMetadata(LicenseType.File, "my licence.txt", null, null, LicenseMetadata.EmptyVersion),
            Icon = "icon.png",
            Readme = "docs/README.md",
            RequireLicenseAcceptance = true,
            PackageTypes = [PackageType.DotnetTool],
            DependencyGroups =
            {
                new PackageDependencyGroup(
                    NuGetFramework.Parse("net8.0"), [new PackageDependency("Acme.Core", VersionRange.Parse("[1.0.0-a.b, 2.0)"))]),
                new PackageDependencyGroup(NuGetFramework.AnyFramework, []),
            },
        };
        builder.Authors.Add("Jo");
        builder.Authors.Add("Ann");
        builder.Tags.UnionWith(["tool", "acme"]);
        builder.Files.AddRange(
            [File("icon.png", "png"), File("docs/README.md", "# Tool"), File("my licence.txt", "Do."), File("lib/net8.0/a.dll", "a")]);
        using var package = new MemoryStream();
        builder.Save(package);

        var found = await ReadAsync(package);
        await Packages.CheckContentAsync(package, Cancellation);

        var group = found.Dependencies.Single(group => group.TargetFramework is not null);
        Assert.AreEqual(("net8.0", new NuGetDependency("Acme.Core", "[1.0.0-a.b, 2.0.0)")), (group.TargetFramework, group.Dependencies[0]));
        CollectionAssert.AreEquivalent(new[] { "tool", "acme" }, found.Tags.ToArray());
        CollectionAssert.AreEqual(new[] { "DotnetTool" }, found.PackageTypes.ToArray());
        Assert.AreEqual(
            new NuGetPackage
            {
                Id = "Acme.Tool",
                Version = NuGetVersion.Parse("1.2.3-beta.1"),
                Title = "Tool",
                Description = "A tool.",
                Authors = "Jo,Ann",
                Tags = found.Tags,
                ReleaseNotes = "All is new.",
                Copyright = "Acme",
                Language = "en",
                MinClientVersion = found.MinClientVersion,
                ProjectUrl = "https://example.com/tool",
                RepositoryUrl = "https://example.com/tool.git",
                RequiresLicenseAcceptance = true,
                PackageTypes = found.PackageTypes,
                Dependencies = found.Dependencies,
                IconEntry = "icon.png",
                LicenseEntry = "my licence.txt",
                ReadmeEntry = "docs/README.md",
                IsSemVer2 = true,
            },
            found);
        CollectionAssert.AreEqual(
            TestPackages.Utf8("Do."), await Packages.ReadEntryAsync(package, "MY licence.txt", Cancellation));
    }

    [TestMethod]
    public async Task However_it_is_packed_a_package_is_the_same()
    {
        var nuspec = new RawEntry("Acme.Tool.nuspec", TestPackages.Manifest());
        (string, byte[])[] packages =
        [
            ("stored", RawZip.Package(nuspec with { Method = 0 })),
            ("with the sizes behind the bytes", RawZip.Package(nuspec with { Flags = 8 }, new RawEntry("a", "a") { Flags = 8 })),
            ("with additions in the headers", RawZip.Package(nuspec with { Extra = new byte[12], LocalExtra = new byte[40] })),
            ("with a comment", new RawZip().Add(nuspec).Finish(comment: "made by hand"u8.ToArray())),
            ("with the end of a large one", new RawZip().Add(nuspec).FinishLarge()),
            ("with folders", RawZip.Package(new RawEntry("lib/", []) { Method = 0 }, nuspec, new RawEntry("lib/a.dll", "a"))),
            ("with a signature", RawZip.Package(nuspec, new RawEntry(".signature.p7s", "s") { Method = 0 })),
            ("with names of all languages", RawZip.Package(nuspec, new RawEntry("lib/\u00e4\u4e2d.dll", "a") { Flags = 0x800 })),
            ("with escaped names", RawZip.Package(nuspec, new RawEntry("lib/a%20b%2B%C3%A4.dll", "a"), new RawEntry("lib/100%.dll", "a"))),
        ];
        foreach (var (how, bytes) in packages)
        {
            Assert.AreEqual("Acme.Tool", (await ReadAsync(bytes)).Id, how);
            await Packages.CheckContentAsync(new MemoryStream(bytes), Cancellation);
        }
    }

    [TestMethod]
    public async Task Damage_where_nobody_looks_is_found_when_all_of_it_is_unpacked()
    {
        var package = TestPackages.Package("", new RawEntry("lib/a.dll", "a") { Crc = 1 });

        await ReadAsync(package);

        var refusal = await Assert.ThrowsExactlyAsync<InvalidDataException>(
            () => Packages.CheckContentAsync(new MemoryStream(package), Cancellation));
        Assert.AreEqual("its entry 'lib/a.dll' is damaged", refusal.Message);
    }

    [TestMethod]
    [DataRow("javascript:alert(1)")]
    [DataRow("file:///etc/passwd")]
    [DataRow("data:text/html,x")]
    [DataRow("not an address")]
    public async Task Addresses_that_are_none_of_the_web_are_left_out(string url)
    {
        var found = await ReadAsync(TestPackages.Package(
            $"<projectUrl>{url}</projectUrl><iconUrl>{url}</iconUrl><licenseUrl>{url}</licenseUrl><repository url='{url}' />"));

        Assert.IsNull(found.ProjectUrl ?? found.IconUrl ?? found.LicenseUrl ?? found.RepositoryUrl);
    }

    private PhysicalPackageFile File(string path, string content)
    {
        var source = Path.Combine(_folder.FullName, path.Replace('/', '-'));
        System.IO.File.WriteAllText(source, content);
        return new PhysicalPackageFile { SourcePath = source, TargetPath = path.Replace('/', Path.DirectorySeparatorChar) };
    }
}
