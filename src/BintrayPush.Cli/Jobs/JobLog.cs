using System.Text;

namespace BintrayPush.Cli.Jobs;

/// <summary>
/// The log of a job. What cannot be written to it is left out: a push does not fail because the disk of its log is full.
/// </summary>
internal sealed class JobLog : FileStream
{
    private JobLog(string path)
        : base(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
    {
    }

    /// <summary>Opens it, to write on at its end.</summary>
    /// <param name="job">The job.</param>
    public static StreamWriter Open(JobFolder job) =>
        new(new JobLog(job.Log), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            base.Write(buffer);
        }
        catch (IOException)
        {
        }
    }
}
