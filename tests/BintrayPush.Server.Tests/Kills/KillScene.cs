using BintrayPush.Api.Names;
using BintrayPush.Storage;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>A server process over a folder, a line to it, and a client process: who can be killed, and who watches.</summary>
internal sealed class KillScene : IDisposable
{
    public static readonly RepositoryAddress Repository = RepositoryAddress.Of(ServerUsers.Subject, "kills");

    private readonly string _root = Directory.CreateTempSubdirectory("bintray-kills-").FullName;
    private readonly FileSystemWatcher _watcher;
    private readonly Line _line;
    private readonly string _key;
    private readonly CancellationToken _cancellation;
    private ServerProcess? _server;
    private PushProcess? _push;

    private KillScene(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _line = new Line(Progress);
        Directory.CreateDirectory(Data);
        _key = ServerUsers.AddAdmin(Data);
        _watcher = new FileSystemWatcher(Data) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        _watcher.Created += (_, _) => Progress.Moment();
        _watcher.Renamed += (_, _) => Progress.Moment();
        _watcher.Deleted += (_, _) => Progress.Moment();
    }

    public Progress Progress { get; } = new();

    /// <summary>The server's folder.</summary>
    public string Data => Path.Combine(_root, "data");

    /// <summary>Where the server is now; while it is being restarted, where it was.</summary>
    public Uri Server => _server!.Url;

    /// <summary>What is pushed.</summary>
    public string Sources => Path.Combine(_root, "sources");

    /// <summary>With the repository, and no package in it.</summary>
    public static async Task<KillScene> StartAsync(CancellationToken cancellation)
    {
        var scene = new KillScene(cancellation);
        scene._server = await ServerProcess.StartAsync(scene.Data, cancellation);
        using var http = ServerUsers.ClientOf(scene._server.Url, ServerUsers.Admin, scene._key);
        Assert.AreEqual(201, (await http.SendAsync("POST", $"repos/{Repository}", """{"type":"generic"}""")).Status);
        scene._watcher.EnableRaisingEvents = true;
        scene.OpenLine();
        return scene;
    }

    public PushProcess StartPush(SentFiles files)
    {
        _push?.Dispose();
        Progress.BeginRun();
        return _push = PushProcess.Start(_line.Url, _key, files);
    }

    /// <summary>After a kill the line is shut, so that nobody is at work on the folder until it is opened.</summary>
    public void Kill(Victim victim)
    {
        if (victim == Victim.Client)
        {
            _push!.Kill();
        }
        else
        {
            _line.Shut();
            _server!.Kill();
        }
    }

    /// <summary>Over the same folder, on another port.</summary>
    public async Task RestartServerAsync() => _server = await _server!.RestartAsync(_cancellation);

    public void OpenLine() => _line.OpenTo(_server!.Url);

    public async Task<Seen> LookAsync(SentFiles files, bool isQuiet, string context)
    {
        using var onlooker = new Onlooker(_server!.Url, _key, Data, files, context, _cancellation);
        return await onlooker.LookAsync(isQuiet);
    }

    /// <summary>The folder once the server has ended.</summary>
    public async Task<FolderRepository> EndServerAsync()
    {
        _server!.Dispose();
        _server = null;
        return await FolderRepository.OpenAsync(Data, _cancellation);
    }

    /// <summary>Whatever a failed test leaves stays to be looked at.</summary>
    public void Clear() => Directory.Delete(_root, recursive: true);

    public void Dispose()
    {
        _watcher.Dispose();
        _line.Dispose();
        _push?.Dispose();
        _server?.Dispose();
    }
}
