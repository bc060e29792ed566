using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Server.Access;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>
/// What NuGet's clients push (NuGet API, "Push and Delete", "Push Symbol Packages"). A push publishes at once: that is what it means to
/// them. Its file has the name and the place that it would have by <c>PushToBintray</c>, so both may push the same.
/// </summary>
internal sealed class PushCalls(
    IServerStore store,
    FeedIndex index,
    RepositoryFacts facts,
    ChangeWindow window,
    Action<VersionAddress> announce,
    ServerSettings settings)
{
    private static readonly PackageLimits Limits = new();
    private readonly NuGetPackageReader _packages = NuGetLibrary.Reader(Limits);
    private readonly SymbolPackageReader _symbols = new(Limits);
    private readonly IBintray _bintray = store.Service;
    private readonly PublishedPackages _published = new(store, index, facts);

    public IEnumerable<CallRoute> Routes =>
    [
        new("PUT", "nuget/{subject}/{repo}/v3/package", Needs.Publish, PushAsync),
        new("PUT", "nuget/{subject}/{repo}/v3/symbolpackage", Needs.Publish, PushSymbolsAsync),
    ];

    private async Task PushAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var arrived = await ArrivedPackage.ReadAsync(call, store, settings);
        var package = await arrived.LookAsync(content => _packages.ReadInstallableAsync(content, call.Cancellation));
        var (found, known) = await _published.FindAsync(call, package.Id, Lower(package));
        if (found is not null)
        {
            await AnswerKnownAsync(call, arrived, found.Path, found.Sha256);
            return;
        }

        await RequireWholeAsync(call, arrived);
        var version = await CreateAsync(call, package, known);
        await StoreAsync(call, arrived, version, $"{package.Id}.{version.Name}.nupkg");
    }

    /// <summary>Debug information is taken only for a package that is here, and only if it is that package's own.</summary>
    private async Task PushSymbolsAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var arrived = await ArrivedPackage.ReadAsync(call, store, settings);
        var symbols = await arrived.LookAsync(content => _symbols.ReadAsync(content, call.Cancellation));
        var number = symbols.Version.ToNormalizedString();
        var (found, _) = await _published.FindAsync(call, symbols.Id, number.ToLowerInvariant());
        if (found is null)
        {
            throw new BintrayException(
                BintrayException.NotFound, $"package '{symbols.Id} {number}' is not here; push it before its symbols");
        }

        await RequireOwnAsync(call, found, symbols);
        var path = $"{symbols.Id}.{number}.snupkg";
        if (await _bintray.GetFileAsync(new FileAddress(call.Repository, RepositoryPath.Of(path)), call.Cancellation) is { } there)
        {
            await AnswerKnownAsync(call, arrived, path, there.Sha256!);
            return;
        }

        await RequireWholeAsync(call, arrived);
        await StoreAsync(call, arrived, found.Version, path);
    }

    /// <summary>Nothing that is damaged becomes public: the clients that get it would be the first to see it.</summary>
    private Task RequireWholeAsync(Call call, ArrivedPackage arrived) => arrived.LookAsync(async content =>
    {
        await _packages.CheckContentAsync(content, call.Cancellation);
        return true;
    });

    private async Task RequireOwnAsync(Call call, PublishedPackage found, SymbolPackage symbols)
    {
        using var package = await OpenAsync(call, found.Path, includeUnpublished: false)
            ?? throw Refusal.NoFile(found.Path);
        var assemblies = await AssemblyDebugIds.ReadAsync(package.Content, Limits, call.Cancellation);
        if (SymbolTie.FaultsOf(symbols.Pdbs, assemblies) is { Count: > 0 } faults)
        {
            throw Refusal.BadRequest(
                $"the symbols do not belong to '{symbols.Id} {symbols.Version.ToNormalizedString()}' as it is here: {Some(faults)}; "
                    + "both must come from one build");
        }
    }

    /// <summary>The same bytes again are as good as pushed; others are refused, and the answer says what is different.</summary>
    private async Task AnswerKnownAsync(Call call, ArrivedPackage arrived, string path, string sha256)
    {
        if (sha256 == arrived.Sha256)
        {
            await Answer.MessageAsync(call.Http, StatusCodes.Status200OK, $"'{path}' is here already, with the same bytes");
            return;
        }

        using var known = await OpenAsync(call, path, includeUnpublished: false) ?? throw Refusal.NoFile(path);
        throw await DifferAsync(call, $"'{path}' is here already", known, arrived);
    }

    /// <summary>Another push of it came first, after this one had looked; it may not have published yet.</summary>
    private async Task AnswerTakenAsync(Call call, ArrivedPackage arrived, string path, BintrayException taken)
    {
        if (await _bintray.GetFileAsync(new FileAddress(call.Repository, RepositoryPath.Of(path)), call.Cancellation)
            is { Sha256: { } sha256 })
        {
            await AnswerKnownAsync(call, arrived, path, sha256);
            return;
        }

        using var pending = await OpenAsync(call, path, includeUnpublished: true);
        throw pending is null || pending.File.Sha256 == arrived.Sha256
            ? taken
            : await DifferAsync(call, $"'{path}' waits here to be published", pending, arrived);
    }

    private Task<FileDownload?> OpenAsync(Call call, string path, bool includeUnpublished) =>
        _bintray.DownloadAsync(new FileAddress(call.Repository, RepositoryPath.Of(path)), includeUnpublished, call.Cancellation);

    private static async Task<BintrayException> DifferAsync(Call call, string what, FileDownload known, ArrivedPackage arrived) =>
        new(
            BintrayException.Conflict,
            $"{what}, with other bytes: {await DescribeAsync(known.Content, arrived, call.Cancellation)}");

    /// <summary>What was pushed is sound: if there is no comparing, it is what is here that is not. Any file can be uploaded.</summary>
    private static async Task<string> DescribeAsync(Stream known, ArrivedPackage arrived, CancellationToken cancellation)
    {
        try
        {
            return (await PackageDifferences.BetweenAsync(known, arrived.Rewound(), Limits, cancellation)).Describe();
        }
        catch (InvalidDataException fault)
        {
            return $"what is here is no sound package, {fault.Message}";
        }
    }

    private static string Some(IReadOnlyList<string> faults)
    {
        const int Shown = 5;
        var shown = string.Join(", ", faults.Take(Shown));
        return faults.Count > Shown ? $"{shown} and {faults.Count - Shown} more" : shown;
    }

    private async Task<VersionAddress> CreateAsync(Call call, NuGetPackage package, string? known)
    {
        var address = PackageAddress.Of(call.Repository, known ?? package.Id);
        var version = VersionAddress.Of(address, package.Version.ToNormalizedString());
        await window.RequireOpenAsync(call, version);
        if (known is null && await _bintray.GetPackageAsync(address, call.Cancellation) is null)
        {
            var details = new PackageDetails
            {
                Description = package.Description,
                Labels = package.Tags,
                Licenses = package.LicenseExpression is { } license ? [license] : null,
                VcsUrl = package.RepositoryUrl,
                WebsiteUrl = package.ProjectUrl,
            };
            if (settings.RequireOssMetadata && await facts.FindAsync(call.Repository, call.Cancellation) is { IsPrivate: false })
            {
                OssRules.Check(details);
            }

            try
            {
                await _bintray.CreatePackageAsync(address, details, call.Cancellation);
            }
            catch (BintrayException taken) when (taken.Status == BintrayException.Conflict)
            {
                // Another version of it is pushed at the same moment; else its name has other letters.
                if (await _bintray.GetPackageAsync(address, call.Cancellation) is null)
                {
                    throw;
                }
            }
        }

        return version;
    }

    private async Task StoreAsync(Call call, ArrivedPackage arrived, VersionAddress version, string path)
    {
        var upload = new UploadRequest
        {
            Version = version,
            Path = RepositoryPath.Of(path),
            Publish = true,
            Size = arrived.Content.Length,
            Sha256 = arrived.Sha256,
        };
        UploadAnswer answer;
        try
        {
            answer = await _bintray.UploadAsync(upload, arrived.Rewound(), call.Cancellation);
        }
        catch (BintrayException taken) when (taken.Status == BintrayException.Conflict)
        {
            await AnswerTakenAsync(call, arrived, path, taken);
            return;
        }

        announce(version);
        FeedReason.Warn(call.Http, answer.Warning);
        await Answer.SuccessAsync(call.Http, StatusCodes.Status201Created, answer.Warning);
    }

    private static string Lower(NuGetPackage package) => package.Version.ToNormalizedString().ToLowerInvariant();
}
