using System.Diagnostics;
using System.IO.Compression;
using BintrayPush.Api.Content;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Verify;
using BintrayPush.Versions;

namespace BintrayPush.Server.Tests.Manners;

/// <summary>
/// A service that announced nothing hears nothing that is not in the protocol reference, and a push to it completes all the same.
/// </summary>
[TestClass]
public sealed class MannersTests
{
    [TestMethod]
    public async Task A_full_push_to_a_service_that_announces_nothing_stays_within_the_protocol()
    {
        await using var service = await PlainBintray.StartAsync();
        var folder = Directory.CreateTempSubdirectory("manners-");

        // A traced process is no reason to send its marks along.
        using var traced = new Activity("build").Start();
        try
        {
            var artifacts = new[]
            {
                Write(folder, "a.bin", "alpha") with { ListInDownloads = true, Disclosed = Disclosing("arch", "x64") },
                Write(folder, "b.deb", "beta") with { Debian = new DebianCoordinates("bookworm", "main", "amd64") },
                WriteZip(
                    folder, "site.zip", "index.html", "gamma") with { Explode = true, Own = GivenCoordinates.None with { Path = "site" } },
            };
            var waits = new List<TimeSpan>();
            var first = await PushAsync(service, artifacts, waits, request => request);
            AssertComplete(first);
            Assert.HasCount(2, waits, "It became public at the third look.");
            CollectionAssert.AreEqual(new[] { "a.bin alpha", "b.deb beta", "site/index.html gamma" }, Public(service));

            artifacts[0] = Write(folder, "a.bin", "other") with { ListInDownloads = true };
            var second = await PushAsync(service, artifacts, waits, request => request with
            {
                Override = true,
                Repository = new RepositoryClause(new RepositoryDetails { Description = "new", Labels = ["x"] }, UpdateExisting: true),
                Package = request.Package with { Description = "new" },
                Version = request.Version with { Description = "new" },
            });
            AssertComplete(second);
            CollectionAssert.AreEqual(new[] { "a.bin other", "b.deb beta", "site/index.html gamma" }, Public(service));

            foreach (var request in service.Requests)
            {
                Assert.IsNull(
                    Protocol.Objection(request),
                    $"{request.Method} {request.Path} {string.Join("&", request.Query)} {request.Body}: {Protocol.Objection(request)}");
            }

            foreach (var call in new[]
            {
                "GET /repos/:s/:r", "POST /repos/:s/:r", "PATCH /repos/:s/:r",
                "POST /packages/:s/:r", "PATCH /packages/:s/:r/:p", "PATCH /packages/:s/:r/:p/attributes",
                "POST /packages/:s/:r/:p/versions",
                "PATCH /packages/:s/:r/:p/versions/:v",
                "PATCH /packages/:s/:r/:p/versions/:v/attributes",
                "POST /packages/:s/:r/:p/versions/:v/release_notes",
                "PUT /content/:s/:r/:p/:v/:path",
                "GET /packages/:s/:r/:p/versions/:v/files",
                "POST /gpg/:s/:r/:p/versions/:v",
                "POST /content/:s/:r/:p/:v/publish",
                "PUT /file_metadata/:s/:r/:path", "PATCH /files/:s/:r/:path/attributes",
            })
            {
                Assert.Contains(call, Protocol.Used(service.Requests));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public async Task A_repack_is_unchanged_and_verified_where_only_the_published_bytes_can_be_read()
    {
        await using var service = await PlainBintray.StartAsync();
        var folder = Directory.CreateTempSubdirectory("manners-");
        try
        {
            var waits = new List<TimeSpan>();
            var first = await PushAsync(service, [WriteZip(folder, "a.zip", "a.txt", "alpha", year: 2020)], waits, request => request);
            AssertComplete(first);
            File.Delete(Path.Combine(folder.FullName, "a.zip"));

            var again = await PushAsync(service, [WriteZip(folder, "a.zip", "a.txt", "alpha", year: 2021)], waits, request => request);

            AssertComplete(again);
            Assert.AreEqual(Outcome.Unchanged, again.Files.Single().Outcome);
            Assert.AreEqual(first.Files.Single().Sha256, again.Files.Single().Sha256);
            Assert.IsTrue((await ReadBackAsync(service, again)).IsIntact);
            service.Damage("a.zip", "no zip");
            StringAssert.Contains((await ReadBackAsync(service, again)).Problems.Single().Text, "is not what was pushed");
            service.Damage("a.zip", new string('x', 100_000));
            StringAssert.Contains((await ReadBackAsync(service, again)).Problems.Single().Text, "more than ");
            Assert.IsFalse(service.Requests.Any(request => request.Path.StartsWith("/file_version", StringComparison.Ordinal)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<VerifyReport> ReadBackAsync(PlainBintray service, Receipt receipt)
    {
        using var client = Open(service);
        var stored = new StoredReceipt
        {
            File = "receipt.json",
            Destination = service.Url,
            IsComplete = receipt.Complete,
            Files = [.. receipt.Files.Select(file => new ClaimedFile(
                new FileAddress(RepositoryAddress.Of("acme", "tools"), RepositoryPath.Of(file.Coordinates.Path!)),
                new ContentHashes(file.Size!.Value, file.Sha256!, file.Sha1, null),
                file.Published))],
            UnknownArchives = [],
            LeftOut = [],
        };
        return await VerifyRun.RunAsync(
            stored, new Destination(client, service.Url, (_, _) => null, (_, _) => null), new(), CancellationToken.None);
    }

    [TestMethod]
    public async Task A_discard_stays_within_the_protocol_too()
    {
        await using var service = await PlainBintray.StartAsync();
        using var client = Open(service);
        var version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

        await client.DiscardAsync(version, CancellationToken.None);

        Assert.IsNull(Protocol.Objection(service.Requests.Single()));
    }

    [TestMethod]
    public async Task This_server_announces_on_every_answer_what_it_can()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var (http, method, path) in new[]
        {
            (server.Http, "GET", "repos/acme/tools"),
            (server.Http, "HEAD", "packages/acme/tools/lib"),
            (server.Http, "PUT", "content/acme/tools/lib/1.0/a"),
            (server.Http, "GET", "packages/acme/tools/none"),
            (server.Http, "POST", "packages/acme/tools"),
            (server.Http, "GET", "no/such/call/at/all"),
            (server.Anonymous, "DELETE", "repos/acme/tools"),
        })
        {
            var reply = await http.SendAsync(method, path, method is "PUT" or "POST" ? "{}" : null);
            Assert.AreEqual(
                "expected-publish, both-listings, sha256, document-delete, bundles, pending-metadata, releases, legs, signing-keys, "
                    + "resumable-uploads, staged-feeds, copies",
                reply.Header("X-Bintray-Extensions"),
                $"{method} {path}");
        }
    }

    private static Task<Receipt> PushAsync(
        PlainBintray service, Artifact[] artifacts, List<TimeSpan> waits, Func<PushSettings, PushSettings> change)
    {
        waits.Clear();
        var clock = new Clock(
            (wait, _) =>
            {
                waits.Add(wait);
                return Task.CompletedTask;
            },
            () => 1,
            () => TimeSpan.Zero);
        return RunAsync();

        async Task<Receipt> RunAsync()
        {
            using var client = Open(service);
            var plan = Planner.Make(change(new PushSettings
            {
                Artifacts = artifacts,
                Project = new("acme/tools", "lib", "1.0", null),
                Repository = new RepositoryClause(
                    new RepositoryDetails { Type = "generic", Private = false, Description = "d" }, UpdateExisting: false),
                Package = new PackageDetails { Description = "d", Labels = ["l"], Licenses = ["MIT"], VcsUrl = "https://example.org/lib.git", PublicDownloadNumbers = true },
                PackageAttributes = [new AttributeValues("build", AttributeType.Number, ["17"])],
                Version = new VersionDetails
                {
                    Description = "d",
                    Released = new DateTimeOffset(
                    2020, 1, 2, 3, 4, 5, TimeSpan.Zero),
                    VcsTag = "v1.0"
                },
                VersionAttributes = [new AttributeValues("fast", AttributeType.Boolean, ["true"])],
                ReleaseNotes = ReleaseNotes.OfText("What is new."),
                Signing = new SigningOrder(new Secret("open")),
            }));
            Assert.IsTrue(plan.IsSound, string.Join("\n", plan.Problems.Select(problem => problem.Text)));
            return await PushRun.RunAsync(
                plan, new Destination(client, service.Url, (_, _) => null, (_, _) => null), new() { Limits = new PushLimits { Clock = clock } }, CancellationToken.None);
        }
    }

    private static BintrayHttpClient Open(PlainBintray service)
    {
        Assert.IsTrue(ServiceUrl.TryParse(service.Url, out var url, out _));
        return BintrayHttpClient.Open(url, downloads: null, new Credentials("joe", new Secret("key")), new HttpLimits());
    }

    private static void AssertComplete(Receipt receipt) =>
        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));

    private static string[] Public(PlainBintray service) =>
        [.. service.PublicFiles.Where(file => !file.Contains(".asc ", StringComparison.Ordinal))];

    private static ArtifactProperties Disclosing(string key, string value) => ArtifactProperties.Of([new(key, value)]);

    private static Artifact Write(DirectoryInfo folder, string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return Artifact.At(path);
    }

    private static Artifact WriteZip(DirectoryInfo folder, string name, string entry, string content, int year = 2020)
    {
        var path = Path.Combine(folder.FullName, name);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            var created = archive.CreateEntry(entry);
            created.LastWriteTime = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var writer = new StreamWriter(created.Open());
            writer.Write(content);
        }

        return Artifact.At(path);
    }
}
