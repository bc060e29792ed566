using System.Text.Json;
using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed;

/// <summary>
/// The known vulnerabilities, from a file in the form of NuGet's own pages:
/// <c>{"id":[{"url":"...","severity":2,"versions":"(, 1.2.3)"}]}</c>. It is looked at again when it has changed; one that cannot be read
/// leaves what was read before.
/// </summary>
/// <param name="file">The file, or <see langword="null"/>: then nothing is known.</param>
/// <param name="complain">Gets why the file cannot be read.</param>
internal sealed class KnownVulnerabilities(string? file, Action<string> complain)
{
    private const int MostSevere = 3;

    private readonly Lock _lock = new();
    private IReadOnlyDictionary<string, IReadOnlyList<Vulnerability>> _byId = new Dictionary<string, IReadOnlyList<Vulnerability>>();
    private DateTimeOffset _updated = DateTimeOffset.UnixEpoch;
    private DateTimeOffset? _seen;

    /// <summary>The index of pages.</summary>
    public byte[] Index(FeedUrls urls)
    {
        _ = Current();
        return VulnerabilityDocuments.WriteIndex(urls, _updated);
    }

    /// <summary>The page.</summary>
    public byte[] Page() => VulnerabilityDocuments.WritePage(Current());

    /// <summary>A version with what is wrong with it.</summary>
    public FeedPackage AddTo(FeedPackage version) => Current().TryGetValue(version.LowerId, out var known)
        ? version with { Vulnerabilities = [.. known.Where(one => one.Versions.Satisfies(version.Package.Version))] }
        : version;

    private IReadOnlyDictionary<string, IReadOnlyList<Vulnerability>> Current()
    {
        if (file is null)
        {
            return _byId;
        }

        lock (_lock)
        {
            try
            {
                var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
                if (written != _seen)
                {
                    _seen = written;
                    _byId = Read(File.ReadAllBytes(file));
                    _updated = written;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException
                or InvalidOperationException or KeyNotFoundException)
            {
                complain($"the known vulnerabilities cannot be read from '{file}': {fault.Message}; what was read before stays known");
            }

            return _byId;
        }
    }

    private static Dictionary<string, IReadOnlyList<Vulnerability>> Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var found = new Dictionary<string, IReadOnlyList<Vulnerability>>();
        foreach (var package in document.RootElement.EnumerateObject())
        {
            found[package.Name.ToLowerInvariant()] = [.. package.Value.EnumerateArray().Select(one => Read(package.Name, one))];
        }

        return found;
    }

    private static Vulnerability Read(string id, JsonElement one)
    {
        var (url, severity, versions) = (
            one.GetProperty("url").GetString(), one.GetProperty("severity").GetInt32(), one.GetProperty("versions").GetString());
        return Uri.TryCreate(url, UriKind.Absolute, out var advisory) && advisory.Scheme is "http" or "https"
            && severity is >= 0 and <= MostSevere && VersionRange.TryParse(versions ?? "", out var range)
                ? new Vulnerability(advisory.AbsoluteUri, severity, range)
                : throw new FormatException($"what it says of '{id}' is no vulnerability");
    }
}
