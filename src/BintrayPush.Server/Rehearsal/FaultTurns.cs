using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Rehearsal;

/// <summary>
/// Whose turn it is. Requests are counted for each fault from the start of the server. A percentage is drawn from the seed, the address and
/// how often that was asked before, and from nothing else: so a run can be repeated exactly, also where many requests come at once.
/// </summary>
internal sealed class FaultTurns(FaultMenu menu)
{
    /// <summary>The addresses of which percentages keep in mind how often they were asked. Nothing happens to further ones.</summary>
    private const int MaxAddresses = 100_000;

    private readonly Lock _lock = new();
    private readonly int[] _matched = new int[menu.Faults.Count];
    private readonly int[] _made = new int[menu.Faults.Count];
    private readonly Dictionary<(int Fault, string Address), int> _asked = [];

    /// <summary>What happens to a request: any number of delays, and at most one other fault.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The decoded path, beginning with a slash.</param>
    public IReadOnlyList<Fault> Take(string method, string path)
    {
        var due = new List<Fault>();
        lock (_lock)
        {
            for (var i = 0; i < menu.Faults.Count; i++)
            {
                var fault = menu.Faults[i];
                if (fault.Kind == FaultKind.Lag || !Fits(fault, method, path) || !IsDue(i, $"{method} {path}") || _made[i] >= fault.Times)
                {
                    continue;
                }

                if (fault.Kind == FaultKind.Delay || due.TrueForAll(other => other.Kind == FaultKind.Delay))
                {
                    _made[i]++;
                    due.Add(fault);
                }
            }
        }

        return due;
    }

    /// <summary>Whether a request is one of those of a fault.</summary>
    public static bool Fits(Fault fault, string method, string path) =>
        (fault.Method is not { } wanted || wanted.Equals(method, StringComparison.OrdinalIgnoreCase)) && fault.Path.Fits(path);

    private bool IsDue(int index, string address)
    {
        var (fault, matched) = (menu.Faults[index], ++_matched[index]);
        return fault.Nth is { } nth ? matched == nth
            : fault.Every is { } every ? matched % every == 0
            : fault.Percent is not { } percent || IsDrawn(index, address, percent);
    }

    private bool IsDrawn(int index, string address, double percent)
    {
        var asked = _asked.GetValueOrDefault((index, address));
        if (asked == 0 && _asked.Count >= MaxAddresses)
        {
            return false;
        }

        _asked[(index, address)] = asked + 1;
        var drawn = string.Create(CultureInfo.InvariantCulture, $"{menu.Seed}\n{index}\n{address}\n{asked}");
        var number = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(drawn)));
        return number / (uint.MaxValue + 1.0) * 100 < percent;
    }
}
