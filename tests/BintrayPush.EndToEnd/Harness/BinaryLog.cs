using System.IO.Compression;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>What a build really did, from its binary log.</summary>
public sealed class BinaryLog
{
    private readonly List<BuildEventArgs> _events;

    private BinaryLog(List<BuildEventArgs> events) => _events = events;

    public static BinaryLog Of(string file)
    {
        using var stream = File.OpenRead(file);
        return new([.. new BinLogReader().ReadRecords(stream).Select(record => record.Args).OfType<BuildEventArgs>()]);
    }

    /// <summary>The log's bytes, unpacked.</summary>
    public static byte[] Bytes(string file)
    {
        using var unpacked = new MemoryStream();
        using var content = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        content.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    /// <summary>Whether the assembly with the tasks came into the process.</summary>
    public bool LoadsOurTasks => _events.Any(occurrence => occurrence switch
    {
        TaskStartedEventArgs task =>
            task.TaskFile?.EndsWith("BintrayPush.Build.targets", StringComparison.Ordinal) == true && IsOurs(task.TaskName),
        AssemblyLoadBuildEventArgs load => load.AssemblyName?.StartsWith("BintrayPush", StringComparison.Ordinal) == true,
        _ => false,
    });

    /// <summary>Messages above Low that mention us, or come from one of our targets.</summary>
    public string[] OurMessages
    {
        get
        {
            var targets = _events.OfType<TargetStartedEventArgs>()
                .Where(target => target.TargetFile.Contains("BintrayPush", StringComparison.Ordinal))
                .Select(target => (target.BuildEventContext?.ProjectContextId, target.BuildEventContext?.TargetId)).ToHashSet();
            return
            [
                .. _events.Where(
                    occurrence =>
                        occurrence is BuildWarningEventArgs or BuildErrorEventArgs or BuildMessageEventArgs { Importance: not MessageImportance.Low })
                    .Where(occurrence => targets.Contains(
                        (occurrence.BuildEventContext?.ProjectContextId, occurrence.BuildEventContext?.TargetId))
                        || occurrence.Message?.Contains("BTP", StringComparison.Ordinal) == true)
                    .Select(occurrence => occurrence.Message ?? ""),
            ];
        }
    }

    private static bool IsOurs(string task) => task is "PushToBintray" or "CollectBintrayArtifacts" or "ZipPublishOutput";
}
