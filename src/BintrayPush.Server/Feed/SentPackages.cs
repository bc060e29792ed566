using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Server.Access;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;

namespace BintrayPush.Server.Feed;

/// <summary>What is asked of packages that clients send, whether they are to become public at once or wait.</summary>
internal sealed class SentPackages(IBintray bintray, RepositoryFacts facts, ChangeWindow window, ServerSettings settings)
{
    private static readonly PackageLimits Limits = new();
    private readonly NuGetPackageReader _packages = NuGetLibrary.Reader(Limits);
    private readonly SymbolPackageReader _symbols = new(Limits);

    /// <summary>What a package says of itself.</summary>
    /// <exception cref="BintrayException">400: it is no sound package.</exception>
    public Task<NuGetPackage> ReadAsync(Call call, ArrivedPackage arrived) =>
        arrived.LookAsync(content => _packages.ReadInstallableAsync(content, call.Cancellation));

    /// <summary>What is in a symbol package.</summary>
    /// <exception cref="BintrayException">400: it is no sound symbol package.</exception>
    public Task<SymbolPackage> ReadSymbolsAsync(Call call, ArrivedPackage arrived) =>
        arrived.LookAsync(content => _symbols.ReadAsync(content, call.Cancellation));

    /// <summary>Nothing that is damaged becomes public: the clients that get it would be the first to see it.</summary>
    public Task RequireWholeAsync(Call call, ArrivedPackage arrived) => arrived.LookAsync(async content =>
    {
        await _packages.CheckContentAsync(content, call.Cancellation);
        return true;
    });

    /// <summary>Debug information belongs to one build of a package.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The package that is here.</param>
    /// <param name="includeUnpublished">Whether it may be one that waits.</param>
    /// <param name="symbols">What was sent.</param>
    /// <exception cref="BintrayException">400: it is of another build.</exception>
    public async Task RequireOwnAsync(Call call, string path, bool includeUnpublished, SymbolPackage symbols)
    {
        using var package = await OpenAsync(call, path, includeUnpublished) ?? throw Refusal.NoFile(path);
        if (await FaultsOfAsync(call, package, symbols) is { Count: > 0 } faults)
        {
            throw Refusal.BadRequest(
                $"the symbols do not belong to '{symbols.Id} {symbols.Version.ToNormalizedString()}' as it is here: {Some(faults)}; "
                    + "both must come from one build");
        }
    }

    /// <summary>Whether symbols that wait here belong to a package that waits here.</summary>
    /// <returns>Also if one of the two is not there like that any more: who has changed it asks again.</returns>
    public async Task<bool> AreOwnAsync(Call call, LegFile package, LegFile symbols)
    {
        using var packageFile = await OpenAsync(call, package.Path.Value, includeUnpublished: true);
        using var symbolsFile = await OpenAsync(call, symbols.Path.Value, includeUnpublished: true);
        return packageFile?.File.Sha256 != package.Sha256 || symbolsFile?.File.Sha256 != symbols.Sha256
            || await FaultsOfAsync(call, packageFile, await _symbols.ReadAsync(symbolsFile.Content, call.Cancellation)) is [];
    }

    private static async Task<IReadOnlyList<string>> FaultsOfAsync(Call call, FileDownload package, SymbolPackage symbols) =>
        SymbolTie.FaultsOf(symbols.Pdbs, await AssemblyDebugIds.ReadAsync(package.Content, Limits, call.Cancellation));

    /// <summary>The version that is sent, in a package that is made if it is not there yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="package">What was sent.</param>
    /// <param name="known">The name under which its package is here.</param>
    public async Task<VersionAddress> CreateAsync(Call call, NuGetPackage package, string? known)
    {
        var address = PackageAddress.Of(call.Repository, known ?? package.Id);
        var version = VersionAddress.Of(address, package.Version.ToNormalizedString());
        await window.RequireOpenAsync(call, version);
        if (known is null && await bintray.GetPackageAsync(address, call.Cancellation) is null)
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
                await bintray.CreatePackageAsync(address, details, call.Cancellation);
            }
            catch (BintrayException taken) when (taken.Status == BintrayException.Conflict)
            {
                // Another version of it is pushed at the same moment; else its name has other letters.
                if (await bintray.GetPackageAsync(address, call.Cancellation) is null)
                {
                    throw;
                }
            }
        }

        return version;
    }

    /// <summary>The bytes that are here.</summary>
    public Task<FileDownload?> OpenAsync(Call call, string path, bool includeUnpublished) =>
        bintray.DownloadAsync(new FileAddress(call.Repository, RepositoryPath.Of(path)), includeUnpublished, call.Cancellation);

    /// <summary>Says what is different between what is here and what was sent.</summary>
    public static async Task<BintrayException> DifferAsync(Call call, string what, FileDownload known, ArrivedPackage arrived) =>
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
}
