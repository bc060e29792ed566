using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BintrayPush.Storage.Tests.Durability;

/// <summary>One system call of a trace: begun at one line and ended at a later one, if another thread came between.</summary>
internal sealed record SystemCall(string Name, IReadOnlyList<byte[]> Texts, string Rest, int Begun, int Ended, bool Succeeded)
{
    public string Text(int index) => Encoding.UTF8.GetString(Texts[index]);
}

/// <summary>Reads what <c>strace -f -y -xx</c> writes.</summary>
internal static partial class SystemCalls
{
    /// <summary>The calls that change files, or make a change last, and how the program is started under them.</summary>
    public static string[] Tracing(string output, params string[] more) =>
    [
        "strace", "-f", "-y", "-xx", "-s", "1000000", "-o", output, "-e", "signal=none",
        "-e", "trace=openat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,fsync,fdatasync,write,pwrite64,writev,pwritev,pwritev2,unlink,unlinkat,mkdir,"
            + "mkdirat,rmdir,ftruncate,copy_file_range,sendfile,fallocate",
        .. more,
    ];

    public static IEnumerable<SystemCall> Read(string trace)
    {
        var begun = new Dictionary<string, (int Line, string Text)>();
        var number = 0;
        foreach (var line in File.ReadLines(trace))
        {
            number++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (thread, text) = (line[..space], line[space..].TrimStart());
            if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = (number, text[..^"<unfinished ...>".Length].TrimEnd());
                continue;
            }

            var first = number;
            if (Resumed().Match(text) is { Success: true } resumed && begun.Remove(thread, out var start))
            {
                (first, text) = (start.Line, start.Text + text[resumed.Length..]);
            }

            if (Call().Match(text) is { Success: true } call)
            {
                var texts = Quoted().Matches(text).Select(match => Bytes(match.Groups["text"].Value)).ToList();
                yield return new SystemCall(
                    call.Groups["name"].Value, texts, text, first, number, call.Groups["result"].Value is not ("-1" or "?"));
            }
        }
    }

    /// <summary>The file that the descriptor in front stands for.</summary>
    public static string? FileOf(SystemCall call) =>
        Descriptor().Match(call.Rest) is { Success: true } match ? Encoding.UTF8.GetString(Bytes(match.Groups["text"].Value)) : null;

    private static byte[] Bytes(string hex) =>
        [.. hex.Split("\\x", StringSplitOptions.RemoveEmptyEntries).Select(
            code => byte.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<name>\w+)\(.*\)\s+= (?<result>-?\d+|\?)")]
    private static partial Regex Call();

    [GeneratedRegex(@"""(?<text>(\\x[0-9a-f]{2})*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\w+\(\d+<(?<text>(\\x[0-9a-f]{2})*)>")]
    private static partial Regex Descriptor();
}
