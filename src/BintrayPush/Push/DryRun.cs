using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Push.Steps;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push;

/// <summary>A dry run: asks the service everything that the push would ask, in the same order, and changes nothing.</summary>
public sealed class DryRun : IDisposable
{
    private readonly Plan _plan;
    private readonly PushLimits _limits;
    private readonly RetryingBintray _service;
    private readonly ContentCheck _contentCheck;
    private readonly IServiceTerms? _terms;
    private readonly PathOwners _owners;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _changes = [];
    private readonly List<Problem> _problems;
    private readonly List<DryRunFile> _files;

    private DryRun(Plan plan, Destination destination, PushLimits limits, CancellationToken cancellation)
    {
        _plan = plan;
        _limits = limits;
        var retry = new Retrying(limits.RetryCount, limits.Clock, _ => { });
        _service = new RetryingBintray(destination.Service, retry);
        _contentCheck = new ContentCheck(_service, retry, plan.Settings.IsReproducible, _ => { }, cancellation);
        _terms = destination.Service as IServiceTerms;
        _owners = new PathOwners(_service, limits.MaxParallelUploads, cancellation);
        _cancellation = cancellation;
        _problems = [.. plan.Problems];
        _files = [.. plan.Skipped.Select(skipped => new DryRunFile(skipped.Artifact, skipped.Coordinates, Intention.Skip))];
    }

    /// <summary>Finds out what carrying out a plan would do.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static Task<DryRunReport> RunAsync(Plan plan, Destination destination, CancellationToken cancellation) =>
        RunAsync(plan, destination, new PushLimits(), cancellation);

    /// <summary>Finds out what carrying out a plan would do.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="limits">How hard it may work.</param>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static async Task<DryRunReport> RunAsync(Plan plan, Destination destination, PushLimits limits, CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        using var preview = new DryRun(plan, destination, limits, cancellation);
        await preview.AskAsync().ConfigureAwait(false);
        var files = preview._files.ToLookup(file => file.Artifact);
        return new DryRunReport
        {
            Destination = destination.Name,
            Asked = DateTimeOffset.UtcNow,
            Changes = preview._changes,
            Files = [.. plan.Settings.Artifacts.Distinct().SelectMany(artifact => files[artifact])],
            Problems = [.. preview._problems.Distinct()],
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _owners.Dispose();

    private async Task AskAsync()
    {
        using var asked = PrefetchedAnswers.Begin(
            _service, _plan.Versions.Select(version => version.Address), _limits.MaxParallelUploads, _cancellation);
        var preparation = new Preparation(_service, asked, _plan.Settings, NoteAsync, _problems.Add, _cancellation);
        foreach (var objection in await new Objections(_terms, asked, _plan, _cancellation).FindAsync().ConfigureAwait(false))
        {
            Report(objection);
        }

        foreach (var repository in _plan.Versions.GroupBy(version => version.Address.Repository))
        {
            if (!Report((await preparation.PrepareAsync(repository.Key).ConfigureAwait(false)).Problem))
            {
                continue;
            }

            foreach (var package in repository.GroupBy(version => version.Address.Package))
            {
                if (!Report(await _owners.AskAsync(package.Key).ConfigureAwait(false))
                    || !Report(await preparation.PrepareAsync(package.Key).ConfigureAwait(false)))
                {
                    continue;
                }

                foreach (var version in package)
                {
                    if (Report(await preparation.PrepareAsync(version.Address).ConfigureAwait(false)))
                    {
                        await CompareAsync(version, asked.ListingAsync(version.Address)).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private Task NoteAsync(string words, Func<Task> carryOut)
    {
        _ = carryOut;
        _changes.Add(words);
        return Task.CompletedTask;
    }

    private async Task CompareAsync(PlannedVersion version, Task<FileListing> listing)
    {
        try
        {
            var known = new KnownFiles(await listing.ConfigureAwait(false));
            var judged = new List<(PlannedFile File, Intention Intention, Task<RepositoryFile?> Owner)>();
            foreach (var file in version.Files)
            {
                var intention = await IntentionAsync(file, known).ConfigureAwait(false);
                judged.Add(
                    (file, intention, intention == Intention.Add && !file.Explode ? _owners.OtherAsync(
                        version.Address, file.Path) : Task.FromResult<RepositoryFile?>(null)));
            }

            await Task.WhenAll(judged.Select(file => file.Owner)).ConfigureAwait(false);
            foreach (var (file, intention, asked) in judged)
            {
                var owner = await asked.ConfigureAwait(false);
                Report(owner is null ? null : PushProblems.PathTaken(file, owner));
                _files.Add(new DryRunFile(
                    file.Artifact,
                    new(version.Address.Repository.ToString(), version.Address.Package.Name, version.Address.Name, file.Path.Value),
                    owner is null ? intention : Intention.Conflict));
            }
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            Report(PushProblems.ListingRefused(version.Address, cause));
        }
    }

    private async Task<Intention> IntentionAsync(PlannedFile file, KnownFiles known)
    {
        try
        {
            switch (await _contentCheck.JudgeAsync(file, known).ConfigureAwait(false))
            {
                case Verdict.Found { Published: true }:
                    return Intention.Same;
                case Verdict.Found:
                    return _plan.Settings.Publish ? Intention.Publish : Intention.Wait;
                case Verdict.Missing missing:
                    return missing.Replaces ? Intention.Replace : Intention.Add;
                case Verdict.Taken taken:
                    Report(taken.Problem);
                    return Intention.Conflict;
                default:
                    throw new InvalidOperationException("There is no fourth verdict.");
            }
        }
        catch (ContentReadException cause)
        {
            Report(TransferProblems.FileUnreadable(file, cause));
            return Intention.Conflict;
        }
    }

    private bool Report(Problem? problem)
    {
        problem = problem?.Judged(_plan.Settings.IsError);
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        return problem?.Severity != Severity.Error;
    }
}
