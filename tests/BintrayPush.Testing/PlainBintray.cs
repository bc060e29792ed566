using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Testing;

/// <summary>A request as it was heard.</summary>
internal sealed record Heard(string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<string> Headers, string Body);

/// <summary>
/// A service that speaks Bintray's protocol as the reference describes it, in memory, and nothing beyond: it announces nothing, does not
/// say which version a file belongs to, knows no SHA-256 in its lists, takes publishes as wishes that it fulfils a few looks later, and
/// writes down every request.
/// </summary>
internal sealed class PlainBintray : IAsyncDisposable
{
    private const string Success = """{"message":"success"}""";
    private readonly ConcurrentQueue<Heard> _heard = new();
    private readonly Dictionary<string, JsonObject> _things = [];
    private readonly Dictionary<string, string> _documents = [];
    private readonly List<Stored> _files = [];
    private readonly Lock _door = new();
    private readonly WebApplication _app;
    private (string Owner, string Version) _publishing;
    private int _looksLeft;

    private PlainBintray(WebApplication app) => _app = app;

    /// <param name="Owner">Subject, repository and package.</param>
    private sealed record Stored(string Owner, string Version, string Path, byte[] Content)
    {
        public bool Published { get; set; }
    }

    /// <summary>What its key opens with. Without it nothing is signed, and that is no error (reference, section 10).</summary>
    public string? Passphrase { get; init; }

    /// <summary>How often it is looked at what is public until a publish has happened.</summary>
    public int LooksPerPublish { get; init; } = 3;

    public string Url => _app.Urls.Single();

    public IReadOnlyList<Heard> Requests => [.. _heard];

    public IReadOnlyList<string> PublicFiles
    {
        get
        {
            lock (_door)
            {
                return [
                    .. _files.Where(file => file.Published).Select(file => $"{file.Path} {Encoding.UTF8.GetString(file.Content)}")
                        .Order(StringComparer.Ordinal)
                ];
            }
        }
    }

    /// <summary>Somebody else writes over a published file.</summary>
    public void Damage(string path, string content)
    {
        lock (_door)
        {
            var file = _files.Single(stored => stored.Published && stored.Path == path);
            _files[_files.IndexOf(file)] = file with { Content = Encoding.UTF8.GetBytes(content) };
        }
    }

    private byte[]? PublicBytes(string path)
    {
        lock (_door)
        {
            return _files.Find(file => file.Published && file.Path == path)?.Content;
        }
    }

    /// <param name="passphrase">See <see cref="Passphrase"/>.</param>
    /// <param name="looksPerPublish">See <see cref="LooksPerPublish"/>.</param>
    public static async Task<PlainBintray> StartAsync(string? passphrase = null, int looksPerPublish = 3)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var service = new PlainBintray(app) { Passphrase = passphrase, LooksPerPublish = looksPerPublish };
        app.Run(service.AnswerAsync);
        await app.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = new Heard(
            http.Request.Method,
            http.Request.Path.Value!,
            [.. http.Request.Query.Select(pair => $"{pair.Key}={pair.Value}")],
            [.. http.Request.Headers.Keys],
            Encoding.UTF8.GetString(body.ToArray()));
        _heard.Enqueue(request);
        if (request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["dl", _, _, .. var file]
            && PublicBytes(string.Join('/', file)) is { } bytes)
        {
            // Chunked, and without a word about what it is: a content network need not say more than the bytes.
            await http.Response.Body.WriteAsync(bytes);
            await http.Response.CompleteAsync();
            return;
        }

        int status;
        string answer;
        lock (_door)
        {
            (status, answer) = Answer(request, body.ToArray(), http.Request.Headers["X-GPG-PASSPHRASE"]);
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer);
    }

    private (int Status, string Body) Answer(Heard request, byte[] body, string? passphrase)
    {
        var path = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            (_, [.., "attributes"]) => Attributes(request),
            ("GET", [.., "release_notes"]) => (200, _documents.GetValueOrDefault(request.Path, "{}")),
            ("POST", [.., "release_notes"]) => (200, _documents[request.Path] = request.Body),
            ("GET", ["packages", _, _, _, "versions", var version, "files"]) =>
                (200, List(OwnerIn(path), version, request.Query.Contains("include_unpublished=1"))),
            ("GET", ["repos" or "packages", ..]) =>
                _things.TryGetValue(request.Path, out var thing)
                    ? (200, thing.ToJsonString())
                    : (404, """{"message":"it was not found"}"""),
            ("POST", ["repos", ..]) => (201, Create(request.Path, request.Body)),
            ("POST", ["packages", ..]) => (201, Create($"{request.Path}/{JsonNode.Parse(request.Body)!["name"]}", request.Body)),
            ("PATCH", ["repos" or "packages", ..]) => (200, Success),
            ("PUT", ["content", _, _, _, var version, .. var file]) => Upload(OwnerIn(path), version, string.Join('/', file), body, request.Query),
            ("POST", ["content", _, _, _, var version, "publish"]) => Accept(OwnerIn(path), version),
            ("POST", ["gpg", _, _, _, "versions", var version]) =>
                Passphrase is null || passphrase == Passphrase ? Sign(OwnerIn(path), version) : (200, Success),
            ("PUT", ["file_metadata", _, _, .. var file]) => _files.Any(stored => stored.Published && stored.Path == string.Join('/', file))
                ? (200, Success)
                : (400, """{"message":"unpublished file"}"""),
            ("GET", ["dl", ..]) => (404, "Not found"),
            _ => (405, """{"message":"nothing like that is in the protocol"}"""),
        };
    }

    private (int Status, string Body) Attributes(Heard request) => request.Method == "GET"
        ? (200, _documents.GetValueOrDefault(request.Path, "[]"))
        : (200, _documents[request.Path] = request.Body);

    private string Create(string path, string body)
    {
        var thing = JsonNode.Parse(body)!.AsObject();
        thing["created"] = "2018-02-01T08:59:10.000Z";
        _things[path] = thing;
        return thing.ToJsonString();
    }

    private (int Status, string Body) Upload(string owner, string version, string path, byte[] body, IReadOnlyList<string> query)
    {
        if (query.Contains("explode=1"))
        {
            using var archive = new ZipArchive(new MemoryStream(body), ZipArchiveMode.Read);
            var folder = path.EndsWith(".zip", StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : path + "/";
            foreach (var entry in archive.Entries)
            {
                using var content = new MemoryStream();
                using (var packed = entry.Open())
                {
                    packed.CopyTo(content);
                }

                Store(owner, version, folder + entry.FullName, content.ToArray());
            }
        }
        else if (_files.Any(file => file.Path == path && file.Published) && !query.Contains("override=1"))
        {
            return (409, """{"message":"the path already exists"}""");
        }
        else
        {
            Store(owner, version, path, body);
        }

        return (201, Success);
    }

    private void Store(string owner, string version, string path, byte[] content)
    {
        _files.RemoveAll(file => file.Path == path && !file.Published);
        _files.Add(new Stored(owner, version, path, content));
    }

    /// <summary>The names of the public files of a package.</summary>
    public string[] PublicNames(string package)
    {
        lock (_door)
        {
            return [
                .. _files.Where(file => file.Published && file.Owner.EndsWith("/" + package, StringComparison.Ordinal))
                    .Select(file => file.Path).Order(StringComparer.Ordinal),
            ];
        }
    }

    private (int Status, string Body) Accept(string owner, string version)
    {
        _publishing = (owner, version);
        _looksLeft = LooksPerPublish;
        return (200, $$"""{"files":{{_files.Count(IsBeingPublished)}}}""");
    }

    private (int Status, string Body) Sign(string owner, string version)
    {
        foreach (
            var file in _files.Where(file => file.Owner == owner && file.Version == version && !file.Path.EndsWith(".asc", StringComparison.Ordinal)).ToList())
        {
            Store(owner, version, file.Path + ".asc", [1, 2, 3]);
        }

        return (200, Success);
    }

    private string List(string owner, string version, bool includeUnpublished)
    {
        if (!includeUnpublished && --_looksLeft == 0)
        {
            foreach (var file in _files.Where(IsBeingPublished).ToList())
            {
                _files.RemoveAll(old => old.Path == file.Path && old.Published);
                file.Published = true;
            }
        }

        var names = owner.Split('/');
        return new JsonArray([
            .. _files.Where(file => file.Owner == owner && file.Version == version && (includeUnpublished || file.Published)).Select(file => new JsonObject
            {
                ["name"] = file.Path.Split('/')[^1],
                ["path"] = file.Path,
                ["package"] = names[2],
                ["version"] = version,
                ["repo"] = names[1],
                ["owner"] = names[0],
                ["created"] = "2018-02-01T08:59:10.000Z",
                ["size"] = file.Content.Length,
                ["sha1"] = Sha1(file.Content),
            }),
        ]).ToJsonString();
    }

    private bool IsBeingPublished(Stored file) => !file.Published && (file.Owner, file.Version) == _publishing;

    private static string OwnerIn(string[] path) => string.Join('/', path[1..4]);

#pragma warning disable CA5350 // The protocol's own checksum.
    private static string Sha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
}
