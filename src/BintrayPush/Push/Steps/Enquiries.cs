using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Push.Steps;

/// <summary>
/// What a push is going to ask first anyway, asked at once when it begins, so that a service that is far away is not waited for once per
/// question. What is not there answers as such; a failure is told to whoever asks for that answer, and to nobody otherwise.
/// </summary>
internal sealed class Enquiries : IDisposable
{
    private readonly Dictionary<RepositoryAddress, Lazy<Task<Repository?>>> _repositories = [];
    private readonly Dictionary<PackageAddress, Lazy<Task<Package?>>> _packages = [];
    private readonly Dictionary<VersionAddress, Lazy<Task<PackageVersion?>>> _versions = [];
    private readonly Dictionary<VersionAddress, Lazy<Task<FileListing>>> _listings = [];
    private readonly int _most;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _end;

    private Enquiries(int most, CancellationToken cancellation)
    {
        _most = most;
        _places = new SemaphoreSlim(most);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Asks.</summary>
    /// <param name="service">Is asked.</param>
    /// <param name="versions">The versions that a push goes to.</param>
    /// <param name="most">How many questions may wait for their answers at one time.</param>
    /// <param name="cancellation">Ends the questions.</param>
    public static Enquiries Begin(IBintray service, IEnumerable<VersionAddress> versions, int most, CancellationToken cancellation)
    {
        var asked = new Enquiries(most, cancellation);
        foreach (var version in versions)
        {
            var (package, repository) = (version.Package, version.Repository);
            asked.Begin(asked._repositories, repository, () => asked.AskAsync(end => service.GetRepositoryAsync(repository, end)));
            asked.Begin(asked._packages, package, () => asked.AskAsync(end => service.GetPackageAsync(package, end)));
            var known = asked.Begin(asked._versions, version, () => asked.AskAsync(end => service.GetVersionAsync(version, end)));
            asked.Begin(asked._listings, version, () => asked.ListAsync(service, version, known.Value));
        }

        return asked;
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

    /// <summary>Ends the questions whose answers nobody has waited for.</summary>
    public void Dispose() => _end.Cancel();

    /// <summary>One call at a time means that no question is asked beside a change: then each waits until its answer is wanted.</summary>
    private Lazy<Task<TAnswer>> Begin<TAddress, TAnswer>(
        Dictionary<TAddress, Lazy<Task<TAnswer>>> asked, TAddress address, Func<Task<TAnswer>> ask)
        where TAddress : notnull
    {
        if (!asked.TryGetValue(address, out var answer))
        {
            answer = new Lazy<Task<TAnswer>>(() => Observed(ask()));
            asked.Add(address, answer);
            _ = _most > 1 ? answer.Value : null;
        }

        return answer;
    }

    private async Task<FileListing> ListAsync(IBintray service, VersionAddress version, Task<PackageVersion?> known) =>
        await known.ConfigureAwait(false) is null
            ? new FileListing([], [])
            : await AskAsync(end => service.ListFilesAsync(version, includeUnpublished: true, end)).ConfigureAwait(false);

    /// <summary>Begins at once where there is room, so that the questions are asked in their order.</summary>
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        await _places.WaitAsync(_end.Token).ConfigureAwait(false);
        try
        {
            return await ask(_end.Token).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Nobody has to ask for an answer that failed.</summary>
    private static Task<T> Observed<T>(Task<T> answer)
    {
        _ = answer.ContinueWith(
            failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return answer;
    }
}
