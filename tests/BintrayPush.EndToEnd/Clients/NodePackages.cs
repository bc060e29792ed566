using System.Security.Cryptography;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>
/// The npm clients, installed once and kept beside the folders of the runs. They come from a registry, so nobody gets them who has
/// not asked for all clients.
/// </summary>
internal static class NodePackages
{
    private static readonly Lock Installing = new();

    /// <summary>The scripts beside these tests.</summary>
    public static string Scripts { get; } = Path.Combine(Machine.Sources, "tests", "BintrayPush.EndToEnd", "Clients", "node");

    /// <summary>The folder node_modules; without it the test ends here.</summary>
    public static string Folder()
    {
        var wanted = Path.Combine(Scripts, "package.json");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(wanted)))[..8];
        var folder = Path.Combine(Path.GetDirectoryName(Machine.Root)!, $"node-{hash}");
        lock (Installing)
        {
            if (!Directory.Exists(folder))
            {
                Install(wanted, folder);
            }
        }

        return Path.Combine(folder, "node_modules");
    }

    private static void Install(string wanted, string folder)
    {
        if (!Tool.AllAreRequired)
        {
            Tool.Missing($"The npm clients are not installed yet; set {Tool.Required}=1 to have npm fetch them.");
        }

        // Whole or not at all: what is seen under the final name is complete.
        var started = Path.Combine(Machine.Root, "node");
        Directory.CreateDirectory(started);
        File.Copy(wanted, Path.Combine(started, "package.json"));
        Command.Run(
            Path.Combine(Machine.Root, "npm.log"), started, [], Tool.Npm.File(),
            "install",
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--loglevel=error").Succeeds();
        Directory.Move(started, folder);
    }
}
