using System.Globalization;
using System.Net.Sockets;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>
/// One of the clients that keep a server busy: uploads to new versions, to a version that all clients share, replaces what is pending,
/// overrides what is public, publishes. It remembers what it was told.
/// </summary>
internal sealed class LoadClient(string name, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<KnownFile> _own = [];
    private int _count;

    /// <summary>Everything it has ever uploaded.</summary>
    public List<KnownFile> Files { get; } = [];

    /// <summary>Works until the server is gone.</summary>
    /// <param name="http">The server.</param>
    /// <param name="round">Names the version that all clients share.</param>
    /// <param name="acknowledged">Told of every acknowledgement.</param>
    public async Task WorkAsync(HttpClient http, int round, Action acknowledged)
    {
        try
        {
            while (true)
            {
                await WorkOnceAsync(http, round);
                acknowledged();
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or SocketException)
        {
            // Killed; what was asked last is not known.
        }
    }

    private async Task WorkOnceAsync(HttpClient http, int round)
    {
        var pending = _own.Where(file => file.IsPending).ToArray();
        var shown = _own.Where(file => file.Public is not null).ToArray();
        switch (_random.Next(10))
        {
            case 0 or 1 or 2 or 3:
                // A version is filled with up to three files.
                var file = New($"{name}-{_count / 3}");
                _own.Add(file);
                await UploadAsync(http, file, publish: false);
                break;
            case 4:
                await UploadAsync(http, New($"shared-{round}"), publish: false);
                break;
            case 5:
                var both = New($"{name}-{_count / 3}");
                _own.Add(both);
                await UploadAsync(http, both, publish: true);
                break;
            case 6 when pending.Length > 0:
                await UploadAsync(http, pending[_random.Next(pending.Length)], publish: false);
                break;
            case 7 when shown.Length > 0:
                await UploadAsync(http, shown[_random.Next(shown.Length)], publish: _random.Next(2) == 0);
                break;
            case 8 or 9 when pending.Length > 0:
                await PublishAsync(http, pending[_random.Next(pending.Length)].Version);
                break;
            default:
                await UploadAsync(http, New($"shared-{round}"), publish: true);
                break;
        }
    }

    private KnownFile New(string version)
    {
        var file = new KnownFile(version, string.Create(CultureInfo.InvariantCulture, $"{name}/{_count++}.txt"));
        Files.Add(file);
        return file;
    }

    private async Task UploadAsync(HttpClient http, KnownFile file, bool publish)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{file.Path} {_random.Next()} {new string('x', _random.Next(4000))}");
        file.Ask(content, publish);
        var flags = (publish ? ";publish=1" : "") + (file.Public is null ? "" : ";override=1");
        await SendAsync(http, 201, "PUT", $"content/acme/load/lib/{file.Version}/{file.Path}{flags}", content);
        file.Acknowledge();
    }

    private async Task PublishAsync(HttpClient http, string version)
    {
        var files = _own.Where(file => file.Version == version && file.IsPending).ToList();
        files.ForEach(file => file.Ask(file.Latest!, isPublic: true));
        await SendAsync(http, 200, "POST", $"content/acme/load/lib/{version}/publish", "");
        files.ForEach(file => file.Acknowledge());
    }

    private static async Task SendAsync(HttpClient http, int status, string method, string path, string body)
    {
        var reply = await http.SendAsync(method, path, body);
        Assert.AreEqual(status, reply.Status, $"{method} {path}: {reply.Body}");
    }
}
