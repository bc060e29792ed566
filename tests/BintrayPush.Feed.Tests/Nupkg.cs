using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Formats.NuGet;

namespace BintrayPush.Feed.Tests;

/// <summary>A package as bytes, and what is read from them.</summary>
internal sealed class Nupkg
{
    private Nupkg(byte[] bytes, FeedPackage package)
    {
        Bytes = bytes;
        Package = package;
    }

    public byte[] Bytes { get; }

    public FeedPackage Package { get; init; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public StaticPackage Published => new(Package, Sha256);

    /// <summary>Makes a package.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="metadata">What else its manifest says.</param>
    /// <param name="entries">What else is in it.</param>
    public static Nupkg Make(string id, string version, string metadata = "", params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, $"{id}.nuspec", $"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{id}</id>
                    <version>{version}</version>
                    <authors>Acme, others</authors>
                    <owners>somebody else</owners>
                    <description>What {id} is for: "&lt;all&gt;".</description>
                    {metadata}
                  </metadata>
                </package>
                """);
            foreach (var (name, text) in entries.DefaultIfEmpty(("lib/netstandard2.0/_._", "")))
            {
                Add(zip, name, text);
            }
        }

        return Read(bytes.ToArray());
    }

    /// <summary>A manifest's list of what is needed on every framework.</summary>
    public static string Needs(params (string Id, string Range)[] dependencies) => $"""
        <dependencies><group targetFramework="netstandard2.0">
        {string.Concat(dependencies.Select(dependency => $"<dependency id=\"{dependency.Id}\" version=\"{dependency.Range}\" />"))}
        </group></dependencies>
        """;

    private static Nupkg Read(byte[] bytes)
    {
        using var content = new MemoryStream(bytes, writable: false);
        var package = new NuGetPackageReader(new PackageLimits()).ReadAsync(content, CancellationToken.None).GetAwaiter().GetResult();
        var published = new FeedPackage(package)
        {
            Path = $"{package.Id}.{package.Version}.nupkg",
            Size = bytes.Length,
            Published = new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero),
        };
        return new Nupkg(bytes, published);
    }

    /// <summary>The same package, of which something else is said.</summary>
    public Nupkg With(Func<FeedPackage, FeedPackage> change) => new(Bytes, change(Package));

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
