using BintrayPush.Server.Retention;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Deletes the versions that go by the rules of the settings, repository by repository. What fails is logged, and the next run tries again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="settings">The rules, and the clock by which ages are counted.</param>
/// <param name="interval">How often.</param>
/// <param name="passphrase">Opens the keys with which indexes are signed.</param>
/// <param name="logger">Where it is told.</param>
internal sealed partial class PeriodicRetention(
    IServerStore store, ServerSettings settings, TimeSpan interval, Secret? passphrase, ILogger<PeriodicRetention> logger)
    : PeriodicWork(interval, settings.Time)
{
    private readonly IReadOnlyList<(RepositoryAddress Repository, RetentionRun Run)> _runs =
        [.. settings.Retention.Select(retention => (retention.Repository, new RetentionRun(store, retention.Rules, settings.Time)))];

    protected override async Task WorkAsync(CancellationToken stop)
    {
        foreach (var (repository, run) in _runs)
        {
            try
            {
                await ApplyAsync(repository, run, stop);
            }
            catch (BintrayException refusal)
            {
                Failed(repository, LogText.Clean(refusal.Message));
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                // Whatever became of this one, the server goes on, and so do the other repositories.
                Broken(failure, repository);
            }
        }
    }

    private async Task ApplyAsync(RepositoryAddress repository, RetentionRun run, CancellationToken stop)
    {
        var (going, staying) = await run.LookAsync(repository, stop);
        // A line at once: a server that is stopped has told what it has deleted.
        var deleted = await run.DeleteAsync(
            going, passphrase, version => Gone(LogText.Clean(version.Address.ToString()), version.Files, version.Bytes), TellAsync, stop);
        Done(new RetentionReport(repository, deleted, staying + going.Count - deleted.Count, IsDryRun: false).Summary);
    }

    private Task TellAsync(string reason)
    {
        Stays(LogText.Clean(reason));
        return Task.CompletedTask;
    }

    [LoggerMessage(33, LogLevel.Information, "Retention: {Version} is deleted, {Files} files, {Bytes} bytes")]
    private partial void Gone(string version, int files, long bytes);

    [LoggerMessage(34, LogLevel.Information, "Retention of {Summary}")]
    private partial void Done(string summary);

    [LoggerMessage(35, LogLevel.Warning, "Retention: {Reason}")]
    private partial void Stays(string reason);

    [LoggerMessage(36, LogLevel.Error, "The retention of {Repository} failed, and is tried again when the next one is due: {Reason}")]
    private partial void Failed(RepositoryAddress repository, string reason);

    [LoggerMessage(37, LogLevel.Error, "The retention of {Repository} failed, and is tried again when the next one is due")]
    private partial void Broken(Exception failure, RepositoryAddress repository);
}
