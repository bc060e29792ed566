using System.Net;
using System.Text.Json;
using BintrayPush.Api.Content;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>What a look found.</summary>
/// <param name="Public">The versions that everybody can read.</param>
/// <param name="Arrived">The paths of what the server has, public or not.</param>
internal sealed record Seen(IReadOnlySet<string> Public, IReadOnlySet<string> Arrived)
{
    public static Seen Nothing { get; } = new(new HashSet<string>(), new HashSet<string>());

    public bool IsAll => Public.Count == SentFiles.Versions.Count;
}

/// <summary>
/// Looks at a round's versions as everybody does (in the listing, by download, in the folder for other web servers) and as a publisher.
/// Whatever else goes on: a version is public with all its files or with none, all versions are or none, and no file ever has other bytes
/// than were sent.
/// </summary>
internal sealed class Onlooker : IDisposable
{
    private const int AtATime = 8;

    private readonly HttpClient _anonymous;
    private readonly HttpClient _publisher;
    private readonly string _folder;
    private readonly SentFiles _files;
    private readonly string _context;
    private readonly CancellationToken _cancellation;

    /// <param name="server">The server, not the line to it.</param>
    /// <param name="key">The key of <see cref="ServerUsers.Admin"/>.</param>
    /// <param name="data">The server's folder.</param>
    /// <param name="files">What was sent.</param>
    /// <param name="context">For what it has to say.</param>
    /// <param name="cancellation">Ends the look.</param>
    public Onlooker(Uri server, string key, string data, SentFiles files, string context, CancellationToken cancellation)
    {
        _anonymous = new HttpClient { BaseAddress = server };
        _publisher = new HttpClient { BaseAddress = server };
        _publisher.DefaultRequestHeaders.Authorization = ServerUsers.BasicOf(ServerUsers.Admin, key);
        var repository = files.Package.Repository;
        _folder = Path.Combine(data, "dl", repository.Subject, repository.Name);
        (_files, _context, _cancellation) = (files, context, cancellation);
    }

    /// <summary>Looks.</summary>
    /// <param name="isQuiet">Whether nobody is at work, so that the plain files are to be exactly what is public.</param>
    public async Task<Seen> LookAsync(bool isQuiet)
    {
        // In this order: what is found in the folder was public before, and what is public stays so.
        var plain = await PlainAsync();
        var before = await PublicVersionsAsync();
        var arrived = await ListAsync(_publisher, "?include_unpublished=1");
        var read = await DownloadAsync();
        var after = await PublicVersionsAsync();

        Assert.IsTrue(after.IsSupersetOf(before), $"{_context}: {List(before)} were public, then only {List(after)}.");
        Compare("In the listing", arrived);
        Compare("By download", read);
        Compare("In the folder", plain);
        Has("By download", read, before, after);
        Has("In the folder", plain, isQuiet ? before : [], after);
        return new Seen(after, arrived.Keys.ToHashSet());
    }

    public void Dispose()
    {
        _anonymous.Dispose();
        _publisher.Dispose();
    }

    /// <summary>No file is other than it was sent.</summary>
    private void Compare(string where, IReadOnlyDictionary<string, string> found)
    {
        foreach (var (path, sha256) in found)
        {
            Assert.AreEqual(_files.Hashes.GetValueOrDefault(path), sha256, $"{_context}. {where}: {path} is not what was sent.");
        }
    }

    /// <summary>All files of the versions that must be there, none of those that may not.</summary>
    private void Has(string where, IReadOnlyDictionary<string, string> found, HashSet<string> must, HashSet<string> may)
    {
        var lost = _files.Hashes.Keys.Where(path => must.Contains(SentFiles.VersionOf(path)) && !found.ContainsKey(path)).ToList();
        Assert.IsEmpty(lost, $"{_context}. {where}: {List(must)} are public, but {lost.Count} files are not there: {List(lost)}");
        var early = found.Keys.Where(path => !may.Contains(SentFiles.VersionOf(path))).ToList();
        Assert.IsEmpty(early, $"{_context}. {where}: {List(may)} are public, but {early.Count} other files are there: {List(early)}");
    }

    /// <summary>The versions that the listings show to everybody, each of which must be whole.</summary>
    private async Task<HashSet<string>> PublicVersionsAsync()
    {
        var listed = await ListAsync(_anonymous, "");
        Compare("In the listing for everybody", listed);
        var counts = listed.Keys.GroupBy(SentFiles.VersionOf).ToDictionary(version => version.Key, version => version.Count());
        foreach (var (version, count) in counts)
        {
            Assert.AreEqual(SentFiles.PerVersion, count, $"{_context}: {version} is half visible.");
        }

        // They are listed one after the other: those that come after a public one are public, too.
        var late = SentFiles.Versions.SkipWhile(version => !counts.ContainsKey(version)).Where(version => !counts.ContainsKey(version));
        Assert.IsEmpty(late, $"{_context}: {List(counts.Keys)} are public, and of the same release not {List(late)}.");
        return [.. counts.Keys];
    }

    private async Task<Dictionary<string, string>> ListAsync(HttpClient http, string query)
    {
        var found = new Dictionary<string, string>();
        foreach (var version in SentFiles.Versions)
        {
            var reply = await http.SendAsync("GET", $"packages/{_files.Package}/versions/{version}/files{query}");
            if (reply.Status == (int)HttpStatusCode.NotFound)
            {
                continue;
            }

            Assert.AreEqual((int)HttpStatusCode.OK, reply.Status, $"{_context}: {reply.Body}");
            foreach (var file in reply.Json.EnumerateArray())
            {
                var path = Text(file, "path");
                Assert.AreEqual(version, SentFiles.VersionOf(path), _context);
                Assert.IsTrue(found.TryAdd(path, Text(file, "sha256")), $"{_context}: {path} is listed twice.");
            }
        }

        return found;
    }

    private async Task<IReadOnlyDictionary<string, string>> DownloadAsync()
    {
        var hashes = new Dictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = _cancellation };
        await Parallel.ForEachAsync(_files.Hashes.Keys, options, async (path, cancellation) =>
        {
            using var answer = await _anonymous.GetAsync($"dl/{_files.Package.Repository}/{path}", cancellation);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
            {
                // Unauthorized: it is there, and for publishers only.
                return;
            }

            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, $"{_context}: {path}");
            var sha256 = Hex.Sha256Of(await answer.Content.ReadAsByteArrayAsync(cancellation));
            lock (hashes)
            {
                hashes[path] = sha256;
            }
        });
        return hashes;
    }

    private async Task<IReadOnlyDictionary<string, string>> PlainAsync()
    {
        var hashes = new Dictionary<string, string>();
        var folder = new DirectoryInfo(Path.Combine(_folder, _files.Package.Name));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            var path = Path.GetRelativePath(_folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            hashes[path] = Hex.Sha256Of(await File.ReadAllBytesAsync(file.FullName, _cancellation));
        }

        return hashes;
    }

    private static string Text(JsonElement file, string name) => file.GetProperty(name).GetString()!;

    /// <summary>The first ones of them.</summary>
    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Take(5));
}
