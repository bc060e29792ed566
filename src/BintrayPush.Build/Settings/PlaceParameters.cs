using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Service;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Retry;

namespace BintrayPush.Build.Settings;

/// <summary>The parameters that say how a place is spoken to, which every task that goes there has.</summary>
/// <param name="task">The task.</param>
/// <param name="downloadUrl">Where published files are read from.</param>
/// <param name="authorityFile">A file with certificate authorities.</param>
/// <param name="timeoutSeconds">The longest silence.</param>
internal sealed class PlaceParameters(BintrayTask task, string? downloadUrl, string? authorityFile, string? timeoutSeconds)
{
    /// <summary>How hard the task may work there.</summary>
    public static PushLimits Limits(ChosenPlace? place, string? maxParallelUploads, string? retryCount, PropertyReader reader)
    {
        var usual = PlaceOpener.LimitsFor(place);
        return usual with
        {
            MaxParallelUploads = reader.Number(Setting.MaxParallelUploads, maxParallelUploads, 1, usual.MaxParallelUploads),
            RetryCount = reader.Number(Setting.RetryCount, retryCount, 0, usual.RetryCount),
        };
    }

    /// <summary>How a service is spoken to; nothing for a folder.</summary>
    /// <param name="place">The place, if it is known.</param>
    /// <param name="repo">What the task is about; its subject is the user if there is only a key.</param>
    /// <param name="allowInsecure">Whether plain http may be spoken to another machine.</param>
    /// <param name="reader">Gets the complaints.</param>
    public ConnectionSettings? Connection(ChosenPlace? place, string? repo, bool allowInsecure, PropertyReader reader) =>
        place is not ChosenPlace.Service service ? null : ServiceDestination.Connect(
        service.Url,
        repo,
        reader.DownloadUrl(downloadUrl, allowInsecure),
        new HttpLimits
        {
            Silence = TimeSpan.FromSeconds(
                reader.Number(Setting.TimeoutSeconds, timeoutSeconds, 1, (int)new HttpLimits().Silence.TotalSeconds)),
            Authorities = reader.Authorities(string.IsNullOrWhiteSpace(authorityFile) ? null : task.Absolute(authorityFile!)),
        },
        task.EnvironmentVariable,
        reader);

    /// <summary>Opens the place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="connection">How it is spoken to, if it is a service.</param>
    /// <param name="readOnly">Whether it is only looked at.</param>
    /// <param name="keys">What is signed with, if it is a folder; closed with it.</param>
    /// <param name="reader">What reads Debian packages, if it is a folder.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>It, or what is wrong with it.</returns>
    public static async Task<(OpenDestination? Opened, Problem? Problem)> OpenAsync(
        ChosenPlace place,
        ConnectionSettings? connection,
        bool readOnly,
        ISubjectKeys? keys,
        IDebReader? reader,
        CancellationToken cancellation)
    {
        try
        {
            return (await PlaceOpener.OpenAsync(place, connection, readOnly, keys, reader, cancellation)
                .ConfigureAwait(false), null);
        }
        catch (BintrayException refusal)
        {
            return (null, Texts.FolderUnusable(place.Name, refusal.Message));
        }
    }
}
