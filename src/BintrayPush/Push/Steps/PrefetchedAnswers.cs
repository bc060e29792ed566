using BintrayPush.Api.Service;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Starts the first queries of a push in parallel, to save round trips. A missing object is an answer; a failure surfaces when that
/// answer is awaited.
/// </summary>
internal sealed class PrefetchedAnswers : IDisposable
{
    private readonly Dictionary<RepositoryAddress, Lazy<Task<Repository?>>> _repositories = [];
    private readonly Dictionary<PackageAddress, Lazy<Task<Package?>>> _packages = [];
    private readonly Dictionary<VersionAddress, Lazy<Task<PackageVersion?>>> _versions = [];
    private readonly Dictionary<VersionAddress, Lazy<Task<FileListing>>> _listings = [];
    private readonly int _maxParallel;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _cancellation;

    private PrefetchedAnswers(int maxParallel, CancellationToken cancellation)
    {
        _maxParallel = maxParallel;
        _slots = new SemaphoreSlim(maxParallel);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Asks, as many questions at one time as the push may upload files.</summary>
    public static PrefetchedAnswers Begin(PushSession session)
    {
        var (catalogue, files) = (session.Service.Catalogue, session.Service.Files);
        var answers = new PrefetchedAnswers(session.Limits.MaxParallelUploads, session.Cancellation);
        foreach (var version in session.Versions.Select(version => version.Address))
        {
            var (package, repository) = (version.Package, version.Repository);
            answers.Begin(
                answers._repositories, repository, () => answers.AskAsync(token => catalogue.GetRepositoryAsync(repository, token)));
            answers.Begin(answers._packages, package, () => answers.AskAsync(token => catalogue.GetPackageAsync(package, token)));
            var known = answers.Begin(
                answers._versions, version, () => answers.AskAsync(token => catalogue.GetVersionAsync(version, token)));
            answers.Begin(answers._listings, version, () => answers.ListAsync(files, version, known.Value));
        }

        return answers;
    }

    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public Task<Repository?> RepositoryAsync(RepositoryAddress repository) => _repositories[repository].Value;

    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public Task<Package?> PackageAsync(PackageAddress package) => _packages[package].Value;

    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public Task<PackageVersion?> VersionAsync(VersionAddress version) => _versions[version].Value;

    /// <summary>The files of a version; a version that is not there has none.</summary>
    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public Task<FileListing> ListingAsync(VersionAddress version) => _listings[version].Value;

    /// <summary>Cancels the queries whose answers were not awaited.</summary>
    public void Dispose() => _cancellation.Cancel();

    /// <summary>One call at a time means that no question is asked beside a change: then each waits until its answer is wanted.</summary>
    private Lazy<Task<TAnswer>> Begin<TAddress, TAnswer>(
        Dictionary<TAddress, Lazy<Task<TAnswer>>> answers, TAddress address, Func<Task<TAnswer>> ask)
        where TAddress : notnull
    {
        if (!answers.TryGetValue(address, out var answer))
        {
            answer = new Lazy<Task<TAnswer>>(() => Observed(ask()));
            answers.Add(address, answer);
            _ = _maxParallel > 1 ? answer.Value : null;
        }

        return answer;
    }

    private async Task<FileListing> ListAsync(IFiles files, VersionAddress version, Task<PackageVersion?> known) =>
        await known.ConfigureAwait(false) is null
            ? new FileListing([], [])
            : await AskAsync(token => files.ListFilesAsync(version, includeUnpublished: true, token)).ConfigureAwait(false);

    /// <summary>Begins at once where there is room, so that the questions are asked in their order.</summary>
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        await _slots.WaitAsync(_cancellation.Token).ConfigureAwait(false);
        try
        {
            return await ask(_cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Marks the exception as observed: the answer may never be awaited.</summary>
    private static Task<T> Observed<T>(Task<T> answer)
    {
        _ = answer.ContinueWith(
            failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return answer;
    }
}
