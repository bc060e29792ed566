using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>
/// What NuGet's clients push (NuGet API, "Push and Delete", "Push Symbol Packages"). A push publishes at once: that is what it means to
/// them. Its file has the name and the place that it would have by <c>PushToBintray</c>, so both may push the same.
/// </summary>
internal sealed class PushCalls(
    IServerStore store,
    SentPackages sent,
    PublishedPackages published,
    RepositoryFacts facts,
    Action<VersionAddress> announce,
    ServerSettings settings)
{
    private readonly IBintray _bintray = store.Service;

    public IEnumerable<CallRoute> Routes =>
    [
        new("PUT", "nuget/{subject}/{repo}/v3/package", Needs.Publish, PushAsync),
        new("PUT", "nuget/{subject}/{repo}/v3/symbolpackage", Needs.Publish, PushSymbolsAsync),
    ];

    private async Task PushAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var arrived = await ArrivedPackage.ReadAsync(call, store, settings);
        var package = await sent.ReadAsync(call, arrived);
        var (found, known) = await published.FindAsync(call, package.Id, Lower(package));
        if (found is not null)
        {
            await AnswerKnownAsync(call, arrived, found.Path, found.Sha256);
            return;
        }

        await sent.RequireWholeAsync(call, arrived);
        var version = await sent.CreateAsync(call, package, known);
        await StoreAsync(call, arrived, version, $"{package.Id}.{version.Name}.nupkg");
    }

    /// <summary>Debug information is taken only for a package that is here, and only if it is that package's own.</summary>
    private async Task PushSymbolsAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var arrived = await ArrivedPackage.ReadAsync(call, store, settings);
        var symbols = await sent.ReadSymbolsAsync(call, arrived);
        var number = symbols.Version.ToNormalizedString();
        var (found, _) = await published.FindAsync(call, symbols.Id, number.ToLowerInvariant());
        if (found is null)
        {
            throw new BintrayException(
                BintrayException.NotFound, $"package '{symbols.Id} {number}' is not here; push it before its symbols");
        }

        await sent.RequireOwnAsync(call, found.Path, includeUnpublished: false, symbols);
        var path = $"{symbols.Id}.{number}.snupkg";
        if (await _bintray.GetFileAsync(new FileAddress(call.Repository, RepositoryPath.Of(path)), call.Cancellation) is { } there)
        {
            await AnswerKnownAsync(call, arrived, path, there.Sha256!);
            return;
        }

        await sent.RequireWholeAsync(call, arrived);
        await StoreAsync(call, arrived, found.Version, path);
    }

    /// <summary>The same bytes again are as good as pushed; others are refused, and the answer says what is different.</summary>
    private async Task AnswerKnownAsync(Call call, ArrivedPackage arrived, string path, string sha256)
    {
        if (sha256 == arrived.Sha256)
        {
            await Answer.MessageAsync(call.Http, StatusCodes.Status200OK, $"'{path}' is here already, with the same bytes");
            return;
        }

        using var known = await sent.OpenAsync(call, path, includeUnpublished: false) ?? throw Refusal.NoFile(path);
        throw await SentPackages.DifferAsync(call, $"'{path}' is here already", known, arrived);
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

        using var pending = await sent.OpenAsync(call, path, includeUnpublished: true);
        throw pending is null || pending.File.Sha256 == arrived.Sha256
            ? taken
            : await SentPackages.DifferAsync(call, $"'{path}' waits here to be published", pending, arrived);
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
