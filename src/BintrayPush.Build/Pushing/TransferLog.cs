using BintrayPush.Pushing;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Pushing;

/// <summary>What a build's log hears of a transfer: its steps, how far it is, and in the end its outcome. Steps come from several threads.</summary>
internal sealed class TransferLog(BuildLog log)
{
    /// <summary>The most lines that name a file each.</summary>
    private const int MostLines = 20;

    private readonly object _lock = new();

    /// <summary>A step, for those who want to see all.</summary>
    public void Trace(string line) => Write(MessageImportance.Low, line);

    /// <summary>How far a long transfer is; it comes every ten seconds at most.</summary>
    public void Tell(PushProgress progress) => Write(MessageImportance.High, PushSummary.Progress(progress));

    /// <summary>The outcome: a line for each file if they are few, and one for all.</summary>
    public void Show<TFile>(IReadOnlyCollection<TFile> files, Func<TFile, string> line, string total) =>
        Show(files.Count <= MostLines ? files.Select(line) : [], total);

    /// <inheritdoc cref="Show{TFile}(IReadOnlyCollection{TFile}, Func{TFile, string}, string)"/>
    public void Show(PushPreview preview, string total) => Show(PushSummary.Lines(preview, preview.Files.Count <= MostLines), total);

    private void Show(IEnumerable<string> lines, string total)
    {
        foreach (var line in lines.Append(total))
        {
            Write(MessageImportance.High, line);
        }
    }

    private void Write(MessageImportance importance, string line)
    {
        lock (_lock)
        {
            log.LogMessage(importance, line);
        }
    }
}
