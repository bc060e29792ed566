using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Build.Tasks;

/// <summary>
/// What a build's log hears of a transfer: its steps, how far it is, and in the end its outcome. Steps come from several threads.
/// </summary>
internal sealed class TransferLog(BuildLog log)
{
    private readonly object _lock = new();

    /// <summary>A run whose steps this log shows to those who want to see all, and every ten seconds at most how far it is.</summary>
    public RunOptions Options(PushLimits limits) => new()
    {
        Limits = limits,
        Trace = line => Tell(line, isDetail: true),
        Progress = progress => Tell(PushSummary.Progress(progress), isDetail: false),
    };

    /// <summary>A step, or how far it is.</summary>
    public void Tell(string line, bool isDetail) => Write(isDetail ? MessageImportance.Low : MessageImportance.High, line);

    /// <summary>The outcome, one line for all, and what is to be done now, if anything is.</summary>
    public void Show(IEnumerable<string> lines, string total, string? next = null)
    {
        foreach (var line in lines.Append(total).Concat(next is null ? [] : [next]))
        {
            Write(MessageImportance.High, line);
        }
    }

    /// <summary>
    /// A plan is asked for to be read, so it is one message that begins as the terminal logger knows it: that shows all of it as the
    /// project's result, and would show nothing of any other message.
    /// </summary>
    public void ShowPlan(IEnumerable<string> lines, string total)
    {
        lock (_lock)
        {
            log.LogLines(MessageImportance.High, [total, .. lines]);
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
