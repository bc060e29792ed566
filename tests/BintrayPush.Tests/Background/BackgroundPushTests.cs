using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Background;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Versions;

namespace BintrayPush.Tests.Background;

/// <summary>A planned push as a file: another process does by it exactly what this one would have done.</summary>
[TestClass]
public sealed class BackgroundPushTests
{
    private static readonly VersionDetails Version = new()
    {
        Description = "first",
        Released = new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero),
        VcsTag = "v1",
        GitHubReleaseNotesFile = "notes.md",
        GitHubUseTagReleaseNotes = true,
    };

    private static readonly PackageDetails Package = new()
    {
        Description = "a ä \u2028 \"quoted\"",
        Labels = ["one", "two"],
        Licenses = ["MIT"],
        CustomLicenses = ["Mine"],
        VcsUrl = "https://example.org/acme.git",
        WebsiteUrl = "https://example.org",
        IssueTrackerUrl = "https://example.org/issues",
        GitHubRepository = "acme/acme",
        GitHubReleaseNotesFile = "notes.md",
        PublicDownloadNumbers = true,
        PublicStatistics = false,
        Maturity = "Stable",
        Other = new() { ["unknown"] = JsonDocument.Parse("12").RootElement },
    };

    private static BackgroundPush Whole => new()
    {
        Name = "Acme",
        Project = "Acme.csproj",
        Place = "https://bintray.example/",
        AllowInsecure = true,
        DownloadUrl = "https://dl.bintray.example/",
        AuthorityFile = "/etc/ca.pem",
        Silence = TimeSpan.FromSeconds(7),
        MaxParallelUploads = 3,
        RetryCount = 4,
        Timings = true,
        Repo = "acme/tools",
        Notify = "ann@example.org",
        NotifyOn = "failure",
        NotifyUrl = "https://hooks.example.org/1",
        Errors = ["BTP3001"],
        NeedsPassphrase = true,
        Settings = new PushSettings
        {
            Artifacts =
            [
                new Artifact
                {
                    LocalPath = "/sources/a.zip",
                    DefaultPath = "a.zip",
                    Size = 12,
                    Snapshot = new Snapshot("0", new string('a', 64)),
                    Own = new GivenCoordinates("acme/other", "p", "2", "x/a.zip"),
                    Override = true,
                    Explode = false,
                    ListInDownloads = true,
                    Debian = new DebianCoordinates("stable", "main", "amd64"),
                    Disclosed = ArtifactProperties.Of([new("os", "linux"), new("os", "windows"), new("stage", "release")]),
                },
                new Artifact { LocalPath = "/sources/b.zip", DefaultPath = "b.zip", Size = null },
            ],
            Project = new GivenCoordinates("acme/tools", "acme", "1.0.0", null),
            UseArtifactProperties = false,
            Publish = false,
            Leg = new LegOrder(ReleaseId.Of("17"), LegName.Of("win")),
            Override = true,
            Explode = true,
            Signing = new SigningOrder(null),
            OnFailure = OnFailure.Discard,
            IsReproducible = true,
            StampService = true,
            StaticFeed = ServiceUrl.TryParse("https://packages.example.com/", out var downloads, out _) ? downloads : null,
            MaxFiles = 17,
            Repository = new RepositoryClause(
                new RepositoryDetails { Type = "generic", Private = true, Labels = ["x"], YumMetadataDepth = 2 },
                UpdateExisting: true,
                Create: false),
            Package = Package,
            Packages = new Dictionary<string, DescribedPackage>
            {
                ["acme"] = new(Package)
                {
                    Version = Version,
                    PackageAttributes = [new("a", AttributeType.Number, ["4.5"])],
                    VersionAttributes = [],
                    ReleaseNotes = ReleaseNotes.OfText("notes"),
                    Readme = "# readme",
                },
                ["bare"] = new(new PackageDetails()),
            },
            Version = Version,
            PackageAttributes = [new("p", AttributeType.Boolean, ["true"])],
            VersionAttributes = [new("v", AttributeType.Date, ["2026-11-22"])],
            ReleaseNotes = ReleaseNotes.OfVersions(new Dictionary<string, string> { ["1.0.0"] = "notes\nof two lines", ["2"] = "others" }),
            Checksums = new ChecksumsFile("{package}/{version}/SHA256SUMS", "/sources/obj"),
            Readme = "# readme",
        },
    };

    [TestMethod]
    public void Everything_that_a_push_knows_comes_back_from_its_file()
    {
        var read = BackgroundPushFile.Read(Written(Whole));

        Assert.AreEqual(Shown(Whole), Shown(read));
        Assert.AreEqual("notes\nof two lines", read.Settings.ReleaseNotes?.Of("1.0.0"));
        Assert.AreEqual("notes", read.Settings.Packages["acme"].ReleaseNotes?.Of("1.0.0"));
        Assert.IsNull(read.Settings.ReleaseNotes?.Of("2"), "the version of the artifact does not count, and is not pushed");
        Assert.IsTrue(read.Settings.IsError("BTP3001"));
        Assert.IsFalse(read.Settings.IsError("BTP3002"));
    }

    [TestMethod]
    public void No_field_of_a_push_is_left_out_of_this_test()
    {
        // What has the value that it has without being set would not be missed in the file.
        var bare = new BackgroundPush { Name = "", Place = "", Settings = new PushSettings { Artifacts = [], Project = GivenCoordinates.None } };
        string[] decided = [nameof(PushSettings.FollowLinks), nameof(PushSettings.IsError)];
        foreach (var (whole, empty) in new (object, object)[] { (Whole, bare), (Whole.Settings, bare.Settings) })
        {
            foreach (var property in whole.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => !decided.Contains(property.Name)))
            {
                Assert.AreNotEqual(Shown(property.GetValue(empty)), Shown(property.GetValue(whole)), property.Name);
            }
        }
    }

    [TestMethod]
    public void A_passphrase_is_not_in_it()
    {
        var push = Whole with { Settings = Whole.Settings with { Signing = new SigningOrder(new Secret("correct horse battery")) } };

        Assert.DoesNotContain("correct horse", Encoding.UTF8.GetString(Written(push)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{ "schemaVersion": 2 }""")]
    [DataRow("""{ "schemaVersion": 1 }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": {}, "artifacts": [ null ] }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": {}, "artifacts": [ {} ] }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": {}, "artifacts": [], "silenceSeconds": 1e300 }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": { "packages": { "p": null } }, "artifacts": [] }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": { "onFailure": "Drop" }, "artifacts": [] }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": { "leg": { "release": "../x", "name": "win" } }, "artifacts": [] }""")]
    [DataRow("""{ "schemaVersion": 1, "name": "a", "place": "b", "settings": { "leg": { "release": "17" } }, "artifacts": [] }""")]
    public void What_is_no_push_is_refused(string json) =>
        Assert.ThrowsExactly<JsonException>(() => BackgroundPushFile.Read(Encoding.UTF8.GetBytes(json)));

    private static byte[] Written(BackgroundPush push)
    {
        using var stream = new MemoryStream();
        BackgroundPushFile.Write(push, stream);
        return stream.ToArray();
    }

    /// <summary>An object with all that is in it, to be compared.</summary>
    private static string Shown(object? value) => value switch
    {
        null => "-",
        Delegate => "",
        string or bool or int or long or Enum or TimeSpan or DateTimeOffset or ServiceUrl => $"{value}",
        JsonElement element => element.GetRawText(),
        ArtifactProperties properties => string.Join(
            ",", properties.Keys.OrderBy(key => key, StringComparer.Ordinal).Select(key => $"{key}={string.Join("+", properties[key])}")),
        IEnumerable list => $"[{string.Join(",", list.Cast<object?>().Select(Shown))}]",
        _ => $"{value.GetType().Name}({string.Join(",", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"{property.Name}:{Shown(property.GetValue(value))}"))})",
    };
}
