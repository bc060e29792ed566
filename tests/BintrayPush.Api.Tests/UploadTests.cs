using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>What an upload says on the wire.</summary>
[TestClass]
public sealed class UploadTests
{
    [TestMethod]
    [DataRow(1 << 20, false)]
    [DataRow((1 << 20) + 1, true)]
    public async Task A_large_upload_asks_before_it_sends_its_body_and_a_small_one_does_not(int size, bool asks)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var client = Open(server);

        await client.UploadAsync(
            new UploadRequest { Version = Tool2, Path = RepositoryPath.Of("a.zip"), Size = size }, new MemoryStream(
                new byte[size]), CancellationToken.None);

        var request = server.Requests.Single();
        Assert.AreEqual(asks, request.Head.Contains("Expect: 100-continue"));
        Assert.HasCount(size, request.Body);
    }

    [TestMethod]
    public async Task A_large_upload_that_is_refused_is_never_sent()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(403, "{\"message\":\"forbidden\"}"));
        using var client = Open(server);
        const int Size = 1 << 24;

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.UploadAsync(
            new UploadRequest { Version = Tool2, Path = RepositoryPath.Of("a.zip"), Size = Size }, new MemoryStream(
                new byte[Size]), CancellationToken.None));

        Assert.AreEqual("forbidden", refusal.Message);
        Assert.IsEmpty(server.Requests.Single().Body);
    }

    [TestMethod]
    public async Task Rule_8_1_an_upload_names_its_place_in_the_path_and_its_flags_in_the_query()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\",\"warn\":\"hm\"}"));
        using var client = Open(server);
        var package = PackageAddress.Of(Bin, "Catch:bincrafters");

        var answer = await client.UploadAsync(
            new UploadRequest
            {
                Version = VersionAddress.Of(package, "1.0+b"),
                Path = RepositoryPath.Of("d r/a;b.zip"),
                Override = true,
                Size = 5,
                Sha256 = "00ff",
                Debian = new DebianCoordinates("bookworm", "main", "amd64,arm64"),
            },
            ContentOf("alpha"),
            CancellationToken.None);

        Assert.AreEqual("hm", answer.Warning);
        var request = server.Requests.Single();
        Assert.AreEqual("PUT /content/acme/bin/Catch%3Abincrafters/1.0%2Bb/d%20r/a%3Bb.zip?override=1", request.Line);
        Assert.AreEqual("alpha", request.Text);
        StringAssert.Contains(request.Head, "Content-Length: 5");
        StringAssert.Contains(request.Head, "X-Checksum-Sha2: 00ff");
        StringAssert.Contains(request.Head, "X-Bintray-Debian-Architecture: amd64,arm64");
        Assert.IsFalse(request.Head.Contains("Expect:"));
    }

    [TestMethod]
    public async Task Content_that_cannot_be_read_is_the_senders_fault()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var client = Open(server);

        await Assert.ThrowsExactlyAsync<ContentReadException>(() => client.UploadAsync(
            new UploadRequest { Version = Tool2, Path = RepositoryPath.Of("a.zip"), Size = 5 }, new HashingStream(
                new Unreadable()), CancellationToken.None));
    }

    private sealed class Unreadable : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The disk is on fire.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException("The disk is on fire.");

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The disk is on fire.");
#endif
    }
}
