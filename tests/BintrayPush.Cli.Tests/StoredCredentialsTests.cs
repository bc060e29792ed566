using System.Diagnostics;
using System.Text.Json;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Tests;

/// <summary>Many logins at one time. Nobody listens on the hosts: then a key is kept untried.</summary>
[TestClass]
public sealed class StoredCredentialsTests : CommandTest
{
    [TestMethod]
    public void Logins_at_one_time_in_one_process_keep_every_key()
    {
        Parallel.For(1, 25, new ParallelOptions { MaxDegreeOfParallelism = 12 }, i =>
            StoredCredentials.In(Home).Set($"host{i}", new("joe", new BintrayPush.Api.Model.Secret($"key{i}"))));

        CollectionAssert.AreEquivalent(Enumerable.Range(1, 24).Select(i => $"host{i}").ToArray(), KeptHosts());
    }

    [TestMethod]
    public async Task Logins_at_one_time_in_many_processes_keep_every_key()
    {
        await Task.WhenAll(Enumerable.Range(1, 12).Select(LoginAsync));

        CollectionAssert.AreEquivalent(Enumerable.Range(1, 12).Select(i => $"127.0.0.1:{i}").ToArray(), KeptHosts());
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Credentials));
        }
    }

    [TestMethod]
    public void What_a_killed_login_left_behind_goes_with_the_next_one()
    {
        var kept = StoredCredentials.In(Home);
        kept.Set("one", new("joe", new BintrayPush.Api.Model.Secret("key")));
        File.WriteAllText($"{Credentials}.0123456789abcdef.tmp", "a key");

        kept.Set("two", new("joe", new BintrayPush.Api.Model.Secret("key")));

        CollectionAssert.AreEquivalent(
            new[] { "credentials.json", "credentials.json.lock" }, Directory.EnumerateFiles(Home).Select(Path.GetFileName).ToArray());
    }

    private async Task LoginAsync(int port)
    {
        var start = new ProcessStartInfo(DotNet)
        {
            ArgumentList = { Path.Combine(
                AppContext.BaseDirectory, "bintray.dll"), "login", "--url", $"http://127.0.0.1:{port}", "--user", "joe" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["BINTRAY_HOME"] = Home;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync($"key{port}");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, await output + await error);
    }

    /// <summary>The runtime lies in shared/Microsoft.NETCore.App/version, three folders below the program that starts it.</summary>
    private static string DotNet => Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private string[] KeptHosts()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Credentials));
        return [.. document.RootElement.EnumerateObject().Select(entry => entry.Name)];
    }
}
