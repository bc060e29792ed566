using System.Diagnostics;
using System.Globalization;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Storage;

namespace BintrayPush.FeedLoad;

/// <summary>Fills a data folder with a feed, as pushes would: every version of every package, published as releases.</summary>
internal sealed class Generation(IBintray bintray, RepositoryAddress repository)
{
    private const int IdsOfRelease = 50;

    public static async Task RunAsync(string data, RepositoryAddress repository, int ids, int versions)
    {
        var began = Stopwatch.GetTimestamp();
        var folder = await FolderRepository.OpenAsync(data, CancellationToken.None).ConfigureAwait(false);
        await folder.Service.CreateRepositoryAsync(
            repository, new RepositoryDetails { Type = RepositoryTypes.NuGet }, CancellationToken.None).ConfigureAwait(false);
        var generation = new Generation(folder.Service, repository);
        for (var first = 0; first < ids; first += IdsOfRelease)
        {
            var numbers = Enumerable.Range(first, Math.Min(IdsOfRelease, ids - first));
            await generation.PublishAsync(numbers, versions).ConfigureAwait(false);
            if (first % 1000 == 0)
            {
                await Console.Error.WriteLineAsync($"{first} of {ids} ids").ConfigureAwait(false);
            }
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"generate\t{Stopwatch.GetElapsedTime(began).TotalSeconds:f1}")).ConfigureAwait(false);
    }

    private async Task PublishAsync(IEnumerable<int> numbers, int versions)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(numbers, parallel, async (number, cancellation) =>
        {
            await bintray.CreatePackageAsync(
                PackageAddress.Of(repository, MadePackage.IdOf(number)), new PackageDetails(), cancellation).ConfigureAwait(false);
            for (var minor = 0; minor < versions; minor++)
            {
                await UploadAsync(new MadePackage(number, $"1.{minor}.0"), cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        var release = numbers.SelectMany(number => Enumerable.Range(0, versions)
            .Select(minor => VersionAddress.Of(PackageAddress.Of(repository, MadePackage.IdOf(number)), $"1.{minor}.0")));
        await bintray.PublishReleaseAsync(
            [.. release.Select(version => new ReleasedVersion(version, Expected: null))], CancellationToken.None).ConfigureAwait(false);
    }

    private async Task UploadAsync(MadePackage package, CancellationToken cancellation)
    {
        var bytes = package.ToBytes();
        var upload = new UploadRequest
        {
            Version = VersionAddress.Of(PackageAddress.Of(repository, package.Id), package.Version),
            Path = RepositoryPath.Of(package.FileName),
            Size = bytes.Length,
        };
        using var content = new MemoryStream(bytes, writable: false);
        await bintray.UploadAsync(upload, content, cancellation).ConfigureAwait(false);
    }
}
