using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Conformance;

/// <summary>The index of a Debian repository: it follows what is published, and is whole at any moment.</summary>
public abstract class DebianIndexConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly RepositoryAddress Deb = RepositoryAddress.Of("acme", "deb");
    private static readonly PackageAddress Tool = PackageAddress.Of(Deb, "tool");
    private static readonly VersionAddress First = VersionAddress.Of(Tool, "1");
    private static readonly VersionAddress Second = VersionAddress.Of(Tool, "2");
    private static readonly DebianCoordinates Stable = new("stable", "main", "amd64");

    protected override async Task PrepareAsync()
    {
        await Service.CreateRepositoryAsync(Deb, new RepositoryDetails { Type = "debian" }, Cancellation);
        await Service.CreatePackageAsync(Tool, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task The_index_lists_what_is_published_and_nothing_else()
    {
        await PutAsync(First, "pool/main/t/tool/tool_1_amd64.deb", "1");
        Assert.IsNull(await GetAsync("dists/stable/Release"));
        await PublishAsync(First);

        var release = await ReleaseAsync("stable");
        StringAssert.StartsWith(release, "Origin: acme\nLabel: deb\nSuite: stable\nCodename: stable\nDate: ", StringComparison.Ordinal);
        StringAssert.Contains(release, " UTC\nArchitectures: amd64\nComponents: main\nAcquire-By-Hash: yes\nSHA256:\n", StringComparison.Ordinal);
        var stanza = (await PackagesAsync("stable")).Single();
        StringAssert.StartsWith(stanza, "Package: tool\nVersion: 1\nArchitecture: amd64\n", StringComparison.Ordinal);
        StringAssert.Contains(stanza, "\nFilename: pool/main/t/tool/tool_1_amd64.deb\n", StringComparison.Ordinal);

        await PutAsync(Second, "pool/main/t/tool/tool_2_amd64.deb", "2");
        Assert.HasCount(1, await PackagesAsync("stable"), "What is not published is in no index.");
        await PublishAsync(Second);
        Assert.HasCount(2, await PackagesAsync("stable"));
    }

    [TestMethod]
    public async Task What_the_index_names_can_be_downloaded_with_that_checksum()
    {
        var bytes = await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        var stanza = (await PackagesAsync("stable")).Single();
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(bytes)), Field(stanza, "SHA256"));
        Assert.AreEqual(bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Field(stanza, "Size"));
        CollectionAssert.AreEqual(bytes, await GetAsync(Field(stanza, "Filename")));
    }

    [TestMethod]
    public async Task A_client_in_the_middle_of_an_update_finds_what_it_has_read_of()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        var before = await ReleaseAsync("stable");
        for (var i = 2; i < 6; i++)
        {
            var next = VersionAddress.Of(Tool, $"{i}");
            await PutAsync(next, $"pool/tool_{i}_amd64.deb", $"{i}");
            await PublishAsync(next);
        }

        Assert.AreNotEqual(before, await ReleaseAsync("stable"));
        foreach (var (path, sha256, _) in FilesOf(before))
        {
            var folder = path[..(path.LastIndexOf('/') + 1)];
            var former = await GetAsync($"dists/stable/{folder}by-hash/SHA256/{sha256}");
            Assert.AreEqual(sha256, Convert.ToHexStringLower(SHA256.HashData(former!)), path);
        }
    }

    [TestMethod]
    public async Task A_publish_that_changes_no_package_leaves_the_index_as_it_is()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        var before = await ReleaseAsync("stable");
        await UploadAsync(new UploadRequest { Version = First, Path = RepositoryPath.Of("notes.txt") }, "notes");
        await PublishAsync(First);
        await PublishAsync(First);
        Assert.AreEqual(before, await ReleaseAsync("stable"));
    }

    [TestMethod]
    public async Task A_package_stands_in_each_index_that_its_coordinates_name()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1", new DebianCoordinates("stable,testing", "main,extra", "amd64"));
        await PutAsync(First, "pool/tool_1_arm64.deb", "1", Stable with { Architecture = "arm64" }, architecture: "arm64");
        await PutAsync(First, "pool/tool-doc_1_all.deb", "1", Stable with { Architecture = "all" }, architecture: "all");
        await PublishAsync(First);

        Assert.HasCount(2, await PackagesAsync("stable"), "The one for this architecture, and the one for all.");
        Assert.HasCount(2, await PackagesAsync("stable", architecture: "arm64"));
        Assert.HasCount(1, await PackagesAsync("stable", component: "extra"));
        Assert.HasCount(1, await PackagesAsync("testing", component: "extra"));
    }

    [TestMethod]
    public async Task What_is_deleted_leaves_the_index()
    {
        await PutAsync(First, "pool/a_1_amd64.deb", "1");
        await PutAsync(First, "pool/b_1_amd64.deb", "1");
        await PublishAsync(First);
        await PutAsync(Second, "pool/c_1_amd64.deb", "2");
        await PublishAsync(Second);
        Assert.HasCount(3, await PackagesAsync("stable"));

        await Service.DeleteFileAsync(new FileAddress(Deb, RepositoryPath.Of("pool/a_1_amd64.deb")), Cancellation);
        Assert.HasCount(2, await PackagesAsync("stable"));
        await Service.DeleteVersionAsync(Second, Cancellation);
        Assert.AreEqual("pool/b_1_amd64.deb", Field((await PackagesAsync("stable")).Single(), "Filename"));
        await Service.DeletePackageAsync(Tool, Cancellation);
        Assert.IsEmpty(await PackagesAsync("stable"), "The index stays for those who have it configured, and is empty.");
    }

    [TestMethod]
    public async Task A_file_that_moves_to_another_distribution_leaves_the_first()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1", Stable with { Distribution = "testing" }, replace: true);
        await PublishAsync(First);
        Assert.IsEmpty(await PackagesAsync("stable"));
        Assert.HasCount(1, await PackagesAsync("testing"));
    }

    [TestMethod]
    public async Task Versions_that_are_published_together_are_in_the_index_together()
    {
        if (!Service.Capabilities.Releases)
        {
            Assert.Inconclusive("this service publishes no versions together");
        }

        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PutAsync(Second, "pool/tool_2_amd64.deb", "2");
        await Service.PublishReleaseAsync([new ReleasedVersion(First, null), new ReleasedVersion(Second, null)], Cancellation);
        Assert.HasCount(2, await PackagesAsync("stable"));
    }

    [TestMethod]
    public async Task Another_package_of_the_same_name_version_and_architecture_is_refused_and_the_same_one_is_not()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        await PutAsync(Second, "pool/other/tool_1_amd64.deb", "1", more: "Homepage: https://example.org\n");

        await RefusedAsync(409, "'pool/tool_1_amd64.deb' in distribution 'stable'", () => PublishAsync(Second));
        if (Service.Capabilities.Releases)
        {
            await RefusedAsync(409, "'pool/tool_1_amd64.deb'", () => Service.PublishReleaseAsync(
                [new ReleasedVersion(Second, null), new ReleasedVersion(First, null)], Cancellation));
        }

        Assert.IsEmpty(await PublishedPathsAsync(Second));
        Assert.HasCount(1, await PackagesAsync("stable"));

        // In another distribution it is nobody's twin, and neither are the same bytes, nor what replaces them.
        await PutAsync(
            Second, "pool/other/tool_1_amd64.deb", "1", Stable with { Distribution = "testing" }, more: "Homepage: https://example.org\n");
        await PublishAsync(Second);
        await PutAsync(First, "pool/copy/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        await Service.DeleteFileAsync(new FileAddress(Deb, RepositoryPath.Of("pool/copy/tool_1_amd64.deb")), Cancellation);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1", more: "Section: misc\n", replace: true);
        await PublishAsync(First);
        StringAssert.Contains((await PackagesAsync("stable")).Single(), "Section: misc");
    }

    [TestMethod]
    public async Task Two_packages_of_one_name_and_version_in_one_publish_are_refused()
    {
        await PutAsync(First, "pool/a.deb", "1");
        await PutAsync(First, "pool/b.deb", "1", more: "Section: misc\n");

        await RefusedAsync(409, "'pool/b.deb' is tool 1 (amd64), and so is 'pool/a.deb'", () => PublishAsync(First));

        Assert.IsEmpty(await PublishedPathsAsync(First));
    }

    [TestMethod]
    public async Task Publishers_at_the_same_time_all_get_into_the_index()
    {
        const int Publishers = 12;
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(async i =>
        {
            var version = VersionAddress.Of(Tool, $"{i}");
            await PutAsync(version, $"pool/tool_{i}_amd64.deb", $"{i}");
            await PublishAsync(version);
            Assert.IsTrue((await PackagesAsync("stable")).Any(stanza => Field(stanza, "Version") == $"{i}"), "Once published, it is there.");
        }));
        Assert.HasCount(Publishers, await PackagesAsync("stable"));
    }

    [TestMethod]
    public async Task A_control_file_says_nothing_that_only_the_index_may_say()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1", more: "Homepage: https://example.org\nFilename: pool/other.deb\nSHA256: 0\nsize: 1\n");
        await PublishAsync(First);
        var stanza = (await PackagesAsync("stable")).Single();
        Assert.AreEqual("pool/tool_1_amd64.deb", Field(stanza, "Filename"));
        Assert.AreEqual(1, Regex.Count(stanza, "^size:", RegexOptions.Multiline | RegexOptions.IgnoreCase));
        Assert.AreEqual(64, Field(stanza, "SHA256").Length);
        Assert.AreEqual("https://example.org", Field(stanza, "Homepage"));
    }

    [TestMethod]
    [DataRow("not a package")]
    [DataRow("Package: tool\nVersion: 1\n")]
    [DataRow("Package: tool\nVersion: 1\nArchitecture: amd64\n\nPackage: sudo\nVersion: 9\nArchitecture: amd64\n")]
    [DataRow("Package: tool\nVersion: 1\nArchitecture: arm64\n")]
    [DataRow("Package: tool\nVersion: 1\nArchitecture: amd64\nversion: 2\n")]
    public async Task What_cannot_stand_in_an_index_is_refused_and_not_stored(string control)
    {
        var upload = new UploadRequest { Version = First, Path = RepositoryPath.Of("pool/tool.deb"), Debian = Stable };
        var bytes = control.Contains(':', StringComparison.Ordinal) ? DebPackage.Of(control) : Encoding.UTF8.GetBytes(control);
        await RefusedAsync(400, "'pool/tool.deb' is not taken as a Debian package: it", () => UploadAsync(upload, bytes));
        Assert.IsNull(await GetAsync("pool/tool.deb", includeUnpublished: true));
    }

    [TestMethod]
    [DataRow("../x", "main", "amd64")]
    [DataRow("stable", "a/b", "amd64")]
    [DataRow("stable", "main", "am d64")]
    public async Task Coordinates_cannot_leave_the_index(string distribution, string component, string architecture)
    {
        var upload = new UploadRequest
        {
            Version = First,
            Path = RepositoryPath.Of("pool/tool.deb"),
            Debian = new DebianCoordinates(distribution, component, architecture),
        };
        await RefusedAsync(400, "cannot be in an index", () => UploadAsync(upload, DebPackage.Make("tool", "1")));
    }

    [TestMethod]
    public async Task Nobody_uploads_to_where_the_index_is()
    {
        var upload = new UploadRequest { Version = First, Path = RepositoryPath.Of("dists/stable/InRelease") };
        await RefusedAsync(400, "which this service writes itself", () => UploadAsync(upload, "x"));
    }

    [TestMethod]
    public async Task The_key_of_the_subject_signs_the_index()
    {
        await AddKeyAsync(passphrase: null);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        Assert.IsNull((await PublishAsync(First)).Warning);
        await IsSignedAsync();

        await Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: true, Cancellation);
        var before = await GetAsync("dists/stable/InRelease");
        await PublishAsync(First);
        Assert.AreNotEqual(Encoding.UTF8.GetString(before!), Encoding.UTF8.GetString((await GetAsync("dists/stable/InRelease"))!));
        await IsSignedAsync();
    }

    [TestMethod]
    public async Task An_index_that_could_not_be_signed_keeps_everything_from_being_public()
    {
        var passphrase = new Secret("of the index");
        await AddKeyAsync(passphrase);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await RefusedAsync(400, "passphrase", () => PublishAsync(First));
        await RefusedAsync(
            400, "passphrase", () => Service.PublishAsync(First, new PublishRequest { Passphrase = new Secret("wrong") }, Cancellation));
        if (Service.Capabilities.Releases)
        {
            await PutAsync(Second, "pool/tool_2_amd64.deb", "2");
            await RefusedAsync(400, "passphrase", () => Service.PublishReleaseAsync(
                [new ReleasedVersion(First, null), new ReleasedVersion(Second, null)], Cancellation));
        }

        Assert.IsEmpty(await PublishedPathsAsync(First));
        Assert.IsNull(await GetAsync("dists/stable/Release"));
        await Service.PublishAsync(First, new PublishRequest { Passphrase = passphrase }, Cancellation);
        await IsSignedAsync();
        Assert.HasCount(1, await PackagesAsync("stable"));
        if (Service.Capabilities.Releases)
        {
            var third = VersionAddress.Of(Tool, "3");
            await PutAsync(third, "pool/tool_3_amd64.deb", "3");
            await Service.PublishReleaseAsync(
                [new ReleasedVersion(third, null) { Passphrase = passphrase }, new ReleasedVersion(Second, null)], Cancellation);
            await IsSignedAsync();
            Assert.HasCount(3, await PackagesAsync("stable"));
        }
    }

    [TestMethod]
    public async Task A_program_that_signs_and_fails_keeps_everything_from_being_public()
    {
        var key = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null).Public;
        await Keys.AddAsync("acme", key, ["cat"], replace: false, Cancellation);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");

        await RefusedAsync(400, "the command that signs failed", () => PublishAsync(First));

        Assert.IsEmpty(await PublishedPathsAsync(First));
    }

    [TestMethod]
    public async Task A_deletion_without_the_passphrase_leaves_an_index_that_the_next_call_with_it_makes_up_to_date()
    {
        var passphrase = new Secret("of the index");
        await AddKeyAsync(passphrase);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await Service.PublishAsync(First, new PublishRequest { Passphrase = passphrase }, Cancellation);
        await Service.DeleteVersionAsync(First, Cancellation);
        await RefusedAsync(400, "passphrase", () => Service.CalculateMetadataAsync(Deb, null, Cancellation));
        await IsSignedAsync();
        Assert.IsNull((await Service.CalculateMetadataAsync(Deb, passphrase, Cancellation)).Warning);
        await IsSignedAsync();
        Assert.IsEmpty(await PackagesAsync("stable"));
    }

    [TestMethod]
    [DataRow("file")]
    [DataRow("version")]
    [DataRow("package")]
    public async Task A_deletion_with_the_passphrase_takes_the_index_along_and_with_another_one_deletes_nothing(string what)
    {
        var passphrase = new Secret("of the index");
        await AddKeyAsync(passphrase);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await Service.PublishAsync(First, new PublishRequest { Passphrase = passphrase }, Cancellation);

        await RefusedAsync(400, "passphrase", () => DeleteAsync(new Secret("wrong")));
        Assert.HasCount(1, await PublishedPathsAsync(First));

        await DeleteAsync(passphrase);
        await IsSignedAsync();
        Assert.IsEmpty(await PackagesAsync("stable"));

        Task DeleteAsync(Secret given) => what switch
        {
            "file" => Service.DeleteFileAsync(new FileAddress(Deb, RepositoryPath.Of("pool/tool_1_amd64.deb")), Cancellation, given),
            "version" => Service.DeleteVersionAsync(First, Cancellation, given),
            _ => Service.DeletePackageAsync(First.Package, Cancellation, given),
        };
    }

    [TestMethod]
    public async Task A_release_of_a_locked_key_is_sealed_with_its_passphrase()
    {
        if (!Service.Capabilities.Legs)
        {
            Assert.Inconclusive("this service keeps no releases of several machines");
        }

        var passphrase = new Secret("of the index");
        await AddKeyAsync(passphrase);
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        var (release, leg) = (ReleaseAddress.Of("acme", ReleaseId.Of("17")), LegName.Of("amd64"));
        var file = (await Service.ListFilesAsync(First, includeUnpublished: true, Cancellation)).Unpublished.Single();
        await Service.StageLegAsync(
            release, leg, new LegManifest([new LegVersion(First, [new LegFile(file.Path, file.Sha256!, file.Size)])]), Cancellation);

        await RefusedAsync(400, "passphrase", () => Service.SealReleaseAsync(release, [leg], Cancellation));
        await RefusedAsync(400, "passphrase", () => Service.SealReleaseAsync(release, [leg], Cancellation, new Secret("wrong")));
        Assert.IsEmpty(await PublishedPathsAsync(First));

        Assert.AreEqual(1, (await Service.SealReleaseAsync(release, [leg], Cancellation, passphrase)).Files);
        await IsSignedAsync();
        Assert.HasCount(1, await PackagesAsync("stable"));
    }

    [TestMethod]
    public async Task Without_a_key_the_index_is_not_signed_and_the_publish_says_so()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        var answer = await PublishAsync(First);
        StringAssert.Contains(answer.Warning, "the Debian index is not signed: 'acme' has no key", StringComparison.Ordinal);
        Assert.IsNull(await GetAsync("dists/stable/InRelease"));
        Assert.IsNull(await GetAsync("dists/stable/Release.gpg"));
    }

    [TestMethod]
    public async Task An_index_can_be_asked_for_anew()
    {
        await PutAsync(First, "pool/tool_1_amd64.deb", "1");
        await PublishAsync(First);
        var before = await ReleaseAsync("stable");
        await Service.CalculateMetadataAsync(Deb, null, Cancellation);
        Assert.AreEqual(before, await ReleaseAsync("stable"), "Nothing has changed.");
        await RefusedAsync(
            404, "was not found", () => Service.CalculateMetadataAsync(RepositoryAddress.Of("acme", "none"), null, Cancellation));
    }

    private Task<SubjectKey> AddKeyAsync(Secret? passphrase) => Keys.AddAsync(
        "acme",
        KeyPair.Generate(KeyType.Ed25519, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null),
        passphrase,
        replace: false,
        Cancellation);

    /// <summary>Both signatures are of the release file, and the first one is good.</summary>
    private async Task IsSignedAsync()
    {
        var release = await GetAsync("dists/stable/Release");
        var signature = await GetAsync("dists/stable/Release.gpg");
        Assert.AreEqual(
            SignatureMatch.Good, await Keys.CompareAsync("acme", signature, new MemoryStream(release!), Cancellation));
        var clearSigned = Encoding.UTF8.GetString((await GetAsync("dists/stable/InRelease"))!);
        StringAssert.Contains(clearSigned, "\n\n" + Encoding.UTF8.GetString(release!), StringComparison.Ordinal);
        StringAssert.Contains(clearSigned, "-----BEGIN PGP SIGNATURE-----", StringComparison.Ordinal);
    }

    private static string Field(string stanza, string name) =>
        Regex.Match(stanza, $"^{name}: (.*)$", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : "";

    private static IEnumerable<(string Path, string Sha256, long Size)> FilesOf(string release) =>
        Regex.Matches(release, "^ ([0-9a-f]{64}) ([0-9]+) (.+)$", RegexOptions.Multiline).Select(match => (
            match.Groups[3].Value,
            match.Groups[1].Value,
            long.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)));

    private async Task<byte[]> PutAsync(
        VersionAddress version,
        string path,
        string number,
        DebianCoordinates? coordinates = null,
        string architecture = "amd64",
        string more = "",
        bool replace = false)
    {
        var bytes = DebPackage.Make("tool", number, architecture, more);
        await UploadAsync(
            new UploadRequest
            {
                Version = version,
                Path = RepositoryPath.Of(path),
                Debian = coordinates ?? Stable,
                Override = replace,
            },
            bytes);
        return bytes;
    }

    /// <summary>The release file; everything that it names is there under its name and its hash, and is what it says.</summary>
    private async Task<string> ReleaseAsync(string distribution)
    {
        var release = Encoding.UTF8.GetString((await GetAsync($"dists/{distribution}/Release"))!);
        foreach (var (path, sha256, size) in FilesOf(release))
        {
            var folder = path[..(path.LastIndexOf('/') + 1)];
            var file = await GetAsync($"dists/{distribution}/{folder}by-hash/SHA256/{sha256}");
            Assert.IsNotNull(file, path);
            Assert.AreEqual(size, file.Length, path);
            Assert.AreEqual(sha256, Convert.ToHexStringLower(SHA256.HashData(file)), path);
        }

        return release;
    }

    /// <summary>The stanzas of an index, read as apt reads them: from <c>Release</c> by the hash.</summary>
    private async Task<string[]> PackagesAsync(string distribution, string component = "main", string architecture = "amd64")
    {
        var path = $"{component}/binary-{architecture}/Packages";
        var (_, sha256, _) = FilesOf(await ReleaseAsync(distribution)).Single(file => file.Path == path + ".gz");
        var packed = await GetAsync($"dists/{distribution}/{component}/binary-{architecture}/by-hash/SHA256/{sha256}");
        using var unpacking = new GZipStream(new MemoryStream(packed!), CompressionMode.Decompress);
        using var text = new StreamReader(unpacking);
        return (await text.ReadToEndAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<byte[]?> GetAsync(string path, bool includeUnpublished = false)
    {
        using var download = await Service.DownloadAsync(new FileAddress(Deb, RepositoryPath.Of(path)), includeUnpublished, Cancellation);
        if (download is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await download.Content.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
