using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Storage.Tests.Durability;

/// <summary>Every operation that acknowledges something, one after the other, and everything that can be read afterwards.</summary>
internal static class Scenario
{
    private static readonly RepositoryAddress Tools = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress Lib = PackageAddress.Of(Tools, "lib");
    private static readonly VersionAddress One = VersionAddress.Of(Lib, "1.0");
    private static readonly VersionAddress Two = VersionAddress.Of(Lib, "2.0");

    private static AttributeValues[] Attributes => [new("colour", AttributeType.String, ["red"])];

    public static IReadOnlyList<(string Name, Func<IBintray, Task> Do)> Operations { get; } =
    [
        ("create repository", service => service.CreateRepositoryAsync(Tools, new RepositoryDetails(), default)),
        ("update repository", service => service.UpdateRepositoryAsync(
            Tools, new RepositoryDetails { Description = "all of them" }, default)),
        ("create package", service => service.CreatePackageAsync(Lib, new PackageDetails(), default)),
        ("update package", service => service.UpdatePackageAsync(Lib, new PackageDetails { Description = "one of them" }, default)),
        ("create version", service => service.CreateVersionAsync(One, new VersionDetails(), default)),
        ("update version", service => service.UpdateVersionAsync(One, new VersionDetails { Description = "the first" }, default)),
        ("attributes of a package", service => service.ReplaceAttributesAsync(Lib, Attributes, default)),
        ("attributes of a version", service => service.MergeAttributesAsync(One, Attributes, default)),
        ("readme", service => service.SetDocumentAsync(Lib, DocumentKind.Readme, new Document(DocumentSyntax.Markdown, "# lib"), default)),
        ("upload", service => Upload(service, One, "a.txt", "one")),
        ("upload again", service => Upload(service, One, "a.txt", "two")),
        ("attributes of a pending file", service => service.ReplaceAttributesAsync(File("a.txt"), Attributes, default)),
        ("publish", service => service.PublishAsync(One, new PublishRequest(), default)),
        ("publish what is published", service => service.PublishAsync(One, new PublishRequest(), default)),
        ("attributes of a published file", service => service.DeleteAttributesAsync(File("a.txt"), null, default)),
        ("list in downloads", service => service.SetListedInDownloadsAsync(File("a.txt"), true, default)),
        ("upload and publish", service => Upload(service, One, "deep/er/b.txt", "two", publish: true)),
        ("override", service => Upload(service, One, "a.txt", "three", publish: true)),
        ("upload that makes its version", service => Upload(service, Two, "c.txt", "four")),
        ("discard", service => service.DiscardAsync(Two, default)),
        ("explode and publish", service => service.UploadAsync(
            new UploadRequest { Version = Two, Path = RepositoryPath.Of("zip"), Explode = true, Publish = true }, Zip(), default)),
        ("delete file", service => service.DeleteFileAsync(File("deep/er/b.txt"), default)),
        ("delete a pending file", async service =>
        {
            await Upload(service, One, "d.txt", "five");
            await service.DeleteFileAsync(File("d.txt"), default);
        }),
        ("delete version", service => service.DeleteVersionAsync(Two, default)),
        ("create version again", service => service.CreateVersionAsync(Two, new VersionDetails(), default)),
        ("delete package", service => service.DeletePackageAsync(Lib, default)),
        ("create package again", service => service.CreatePackageAsync(Lib, new PackageDetails(), default)),
        ("upload and publish again", service => Upload(service, One, "a.txt", "six", publish: true)),
        ("delete repository", service => service.DeleteRepositoryAsync(Tools, default)),
        ("create repository again", service => service.CreateRepositoryAsync(Tools, new RepositoryDetails { Private = true }, default)),
    ];

    /// <summary>What the process that performs them says after each.</summary>
    public const string Acknowledged = "acknowledged ";

    /// <summary>Where it writes down what could be read after an operation.</summary>
    public static string SeenFile(string folder, int operation) => Path.Combine(folder, $"seen{operation}");

    /// <summary>Performs all of them.</summary>
    public static async Task PerformAsync(string folder, string seen)
    {
        var repository = await FolderRepository.OpenAsync(folder, default);
        for (var i = 0; i < Operations.Count; i++)
        {
            await Operations[i].Do(repository.Service);
            await Console.Out.WriteLineAsync(Acknowledged + Operations[i].Name);
            await System.IO.File.WriteAllTextAsync(SeenFile(seen, i), await ReadAllAsync(repository));
        }
    }

    /// <summary>Publishes a file, in a repository and a package that may be there already.</summary>
    public static async Task PublishAsync(string folder, string path)
    {
        var service = (IBintray)(await FolderRepository.OpenAsync(folder, default)).Service;
        await MakePackageAsync(service);
        await Upload(service, One, path, $"{path} {Guid.NewGuid()}", publish: true);
    }

    /// <summary>Uploads and publishes one file until that is done, and writes down how each attempt ended.</summary>
    public static async Task AttemptAsync(string folder, string notes)
    {
        var answers = new List<string>();
        var repository = await TryAsync(() => FolderRepository.OpenAsync(folder, default), answers, () => Task.FromResult(0));
        var service = (IBintray)repository.Service;
        await TryAsync(
            async () =>
            {
                await MakePackageAsync(service);
                return true;
            },
            answers,
            () => Task.FromResult(0));
        var answer = await TryAsync(
            () =>
                service.UploadAsync(
                    new UploadRequest { Version = One, Path = RepositoryPath.Of("a"), Publish = true },
                    new MemoryStream([1, 2, 3]),
                    default),
            answers,
            async () =>
                await service.GetVersionAsync(One, default) is null
                    ? 0
                    : (await service.ListFilesAsync(One, false, default)).Published.Count);
        for (var warning = answer.Warning; warning is not null;)
        {
            answers.Add($"published, but {warning}");
            warning = (
                await TryAsync(() => service.PublishAsync(One, new PublishRequest(), default), answers, () => Task.FromResult(0))).Warning;
        }

        await Console.Out.WriteLineAsync(Acknowledged);
        await System.IO.File.WriteAllLinesAsync(Path.Combine(notes, "answers"), [.. answers, "done"]);
        await System.IO.File.WriteAllTextAsync(SeenFile(notes, 0), await ReadAllAsync(repository));
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> work, List<string> answers, Func<Task<int>> countListed)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (BintrayException refusal)
            {
                answers.Add($"{refusal.Status}, {await countListed()} listed: {refusal.Message}");
            }
        }
    }

    private static async Task MakePackageAsync(IBintray service)
    {
        if (await service.GetRepositoryAsync(Tools, default) is null)
        {
            await service.CreateRepositoryAsync(Tools, new RepositoryDetails(), default);
        }

        if (await service.GetPackageAsync(Lib, default) is null)
        {
            await service.CreatePackageAsync(Lib, new PackageDetails(), default);
        }
    }

    /// <summary>All that a reader of the service, and of the plain files, can see.</summary>
    public static async Task<string> ReadAllAsync(FolderRepository repository)
    {
        var service = (IBintray)repository.Service;
        var seen = new StringBuilder();
        foreach (var tools in await service.ListRepositoriesAsync("acme", default))
        {
            seen.AppendLine(
                CultureInfo.InvariantCulture,
                $"{tools.Address} {tools.Details.Description} {tools.Details.Private} {tools.PackageCount} {tools.Created:O}");
            foreach (var name in (await service.ListPackagesAsync(tools.Address, null, 0, default)).Items)
            {
                var lib = (await service.GetPackageAsync(PackageAddress.Of(tools.Address, name), default))!;
                var readme = await service.GetDocumentAsync(lib.Address, DocumentKind.Readme, default);
                seen.AppendLine(
                    CultureInfo.InvariantCulture,
                    $" {name} {lib.Details.Description} {string.Join(',', lib.AttributeNames)} {readme?.Content} {lib.Updated:O}");
                foreach (var version in lib.Versions)
                {
                    await ReadAsync(service, VersionAddress.Of(lib.Address, version), seen);
                }
            }
        }

        foreach (
            var file in Directory.EnumerateFiles(repository.PublicFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            seen.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Path.GetRelativePath(repository.PublicFolder, file)}: {await System.IO.File.ReadAllTextAsync(file)}");
        }

        return seen.ToString();
    }

    private static async Task ReadAsync(IBintray service, VersionAddress address, StringBuilder seen)
    {
        var version = (await service.GetVersionAsync(address, default))!;
        seen.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {address.Name} {version.Details.Description} {string.Join(',', version.AttributeNames)} {version.Ordinal} "
                + $"{version.Updated:O}");
        var files = await service.ListFilesAsync(address, includeUnpublished: true, default);
        foreach (var (state, file) in files.Published.Select(file => ("published", file))
            .Concat(files.Unpublished.Select(file => ("pending", file))))
        {
            using var download = await service.DownloadAsync(new FileAddress(Tools, file.Path), includeUnpublished: true, default);
            var attributes = await service.GetAttributesAsync(new FileAddress(Tools, file.Path), null, default);
            seen.AppendLine(CultureInfo.InvariantCulture, $"   {state} {new FileAddress(Tools, file.Path)} "
                + $"{Convert.ToHexStringLower(await SHA256.HashDataAsync(download!.Content))} "
                + $"{file.Sha256} {string.Join(',', attributes.Select(attribute => attribute.Name))}");
        }
    }

    private static FileAddress File(string path) => new(Tools, RepositoryPath.Of(path));

    private static async Task Upload(IBintray service, VersionAddress version, string path, string text, bool publish = false) =>
        await service.UploadAsync(
        new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Override = true, Publish = publish },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        default);

    private static MemoryStream Zip()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "x", "y/z" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(name));
            }
        }

        bytes.Position = 0;
        return bytes;
    }
}
