using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>What a command does alike in a folder and on a server.</summary>
[TestClass]
public abstract class EveryPlaceTest : CommandTest
{
    protected const string InFolder = "folder";
    protected const string OnServer = "server";

    private RunningServer? _server;

    /// <summary>What a place is named by.</summary>
    protected string Url { get; private set; } = "";

    private protected RunningServer Server => _server!;

    [TestCleanup]
    public async Task Close()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Opens an empty place of a kind.</summary>
    protected async Task OpenAsync(string kind)
    {
        if (kind == InFolder)
        {
            Url = At("repository");
            return;
        }

        _server = await RunningServer.StartAsync();
        Url = _server.Url.AbsoluteUri.TrimEnd('/');
        Be("joe", _server.Key);
    }

    /// <summary>Whoever runs the commands from now on.</summary>
    protected void Be(string user, string key)
    {
        Variables["BINTRAY_USER"] = user;
        Variables["BINTRAY_API_KEY"] = key;
    }

    /// <summary>A command on the place.</summary>
    protected Said There(params string[] arguments) => Run([.. arguments, "--url", Url]);

    /// <summary>Its answer for programs.</summary>
    protected JsonElement Json(params string[] arguments)
    {
        using var said = JsonDocument.Parse(There([.. arguments, "--json"]).Succeeds().Output);
        return said.RootElement.Clone();
    }

    /// <summary>Publishes one file in a version, below the names of both.</summary>
    protected void Publish(string version, string file, string content, params string[] options)
    {
        var names = version.Split('/');
        Write($"in/{file}", content);
        There([
            "push", $"in/{file}", "--create-repo", "--repo", $"{names[0]}/{names[1]}", "--package", names[2], "--version", names[3],
            "--path", $"{names[2]}/{names[3]}/{file}", .. options,
        ]).Succeeds();
    }
}
