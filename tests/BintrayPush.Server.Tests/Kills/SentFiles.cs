using System.Globalization;
using BintrayPush.Api.Content;
using BintrayPush.Api.Names;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>The files of one push, in a folder per version, and what everybody must get who asks for them.</summary>
internal sealed class SentFiles
{
    public const int PerVersion = 100;

    private const int LargeOnesPerVersion = 3;

    private SentFiles(PackageAddress package, string folder) => (Package, Folder) = (package, folder);

    public static IReadOnlyList<string> Versions { get; } = ["1.0", "1.1", "2.0"];

    public static int Count => PerVersion * Versions.Count;

    public PackageAddress Package { get; }

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <summary>By path in the repository: the SHA-256.</summary>
    public Dictionary<string, string> Hashes { get; } = [];

    /// <summary>Writes them; no content is ever the same as another one, which would not be sent.</summary>
    public static SentFiles Write(string folder, PackageAddress package, Random random)
    {
        var files = new SentFiles(package, Path.Combine(folder, package.Name));
        foreach (var version in Versions)
        {
            var of = Directory.CreateDirectory(Path.Combine(files.Folder, version)).FullName;
            for (var number = 0; number < PerVersion; number++)
            {
                var content = new byte[number < LargeOnesPerVersion ? random.Next(100_000, 300_000) : random.Next(20, 8_000)];
                random.NextBytes(content);
                var name = string.Create(CultureInfo.InvariantCulture, $"{number:00}.bin");
                File.WriteAllBytes(Path.Combine(of, name), content);
                files.Hashes[PathOf(package.Name, version, name)] = Hex.Sha256Of(content);
            }
        }

        return files;
    }

    /// <summary>Writes many versions with one small file each.</summary>
    public static SentFiles Write(string folder, PackageAddress package, IReadOnlyList<string> versions)
    {
        var files = new SentFiles(package, Path.Combine(folder, package.Name));
        foreach (var version in versions)
        {
            var of = Directory.CreateDirectory(Path.Combine(files.Folder, version)).FullName;
            File.WriteAllText(Path.Combine(of, "file.txt"), $"{package} {version}");
        }

        return files;
    }

    public static string PathOf(string package, string version, string name) => $"{package}/{version}/{name}";

    public static string VersionOf(string path) => path.Split('/')[1];
}
