using BintrayPush.Report;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Writes down how far a release is that is published version by version: before its first publish, and after each. It goes when all of it
/// is public.
/// </summary>
internal sealed class PublishJournal
{
    private readonly PushSession _session;
    private readonly IReadOnlyList<VersionPush> _versions;
    private readonly string? _file;
    private readonly object _lock = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    private PublishJournal(PushSession session, IReadOnlyList<VersionPush> versions, string? file)
    {
        _session = session;
        _versions = versions;
        _file = file;
    }

    /// <summary>Begins it, if more than one publish is needed, or goes on with what was begun before.</summary>
    /// <param name="session">The push.</param>
    /// <param name="publishes">How many publishes there are to be.</param>
    public static PublishJournal Begin(PushSession session, int publishes)
    {
        var isKept = session.JournalFile is { } file && (publishes > 1 || File.Exists(file));
        var before = new HashSet<VersionAddress>(session.Journal?.Versions.Select(version => version.Version) ?? []);
        var journal = new PublishJournal(
            session,
            [.. session.Versions.Where(version => version.NeedsPublish || before.Contains(version.Address))],
            isKept ? session.JournalFile : null);
        journal.Note();
        return journal;
    }

    /// <summary>Writes it anew, by what is public now.</summary>
    public void Note()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            lock (_lock)
            {
                if (_versions.All(version => !version.NeedsPublish))
                {
                    File.Delete(_file);
                    return;
                }

                JournalFile.Write(new ReleaseJournal(_session.Destination.Name, _started, [.. _versions.Select(Entry)]), _file);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _session.Report(ReportProblems.JournalUnwritable(_file, cause.Message));
        }
    }

    private static JournalVersion Entry(VersionPush version) =>
        new(version.Address, !version.NeedsPublish, [.. version.Files.SelectMany(file => file.Placed)]);
}
