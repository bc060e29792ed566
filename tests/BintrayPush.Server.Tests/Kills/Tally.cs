namespace BintrayPush.Server.Tests.Kills;

/// <summary>What happened in all rounds.</summary>
internal sealed class Tally
{
    private readonly List<(Struck Kill, int Public)> _kills = [];
    private readonly SortedDictionary<string, int> _codes = new(StringComparer.Ordinal);

    public int Kills => _kills.Count;

    /// <summary>Clients that were started.</summary>
    public int Runs { get; set; }

    /// <summary>Pushes in which the server was killed, and that completed all the same.</summary>
    public int Outlived { get; set; }

    /// <summary>Pushes in which the server was killed, and that said that they did not complete.</summary>
    public int GaveUp { get; private set; }

    public void Add(Struck kill, Seen seen) => _kills.Add((kill, seen.Public.Count));

    public void AddGivenUp(IEnumerable<string> codes)
    {
        GaveUp++;
        foreach (var code in codes.Distinct())
        {
            _codes[code] = _codes.GetValueOrDefault(code) + 1;
        }
    }

    public override string ToString() => string.Join('\n',
    [
        .. Enum.GetValues<Victim>().Select(victim => $"{victim} killed {Count(kill => kill.Kill.Victim == victim)} times: {Steps(victim)}"),
        $"Public versions after a kill: {Publics()}",
        $"{Runs} clients; {Outlived} completed though their server was killed, {GaveUp} gave up "
            + $"({List(_codes.Select(code => (code.Key, code.Value)))})",
    ]);

    private string Publics() =>
        List(Enumerable.Range(0, SentFiles.Versions.Count + 1).Select(number => ($"{number}", Count(kill => kill.Public == number))));

    private string Steps(Victim victim) =>
        List(
            Enum.GetValues<Step>().Select(step => ($"{step}", Count(kill => kill.Kill == new Struck(victim, step))))
                .Where(step => step.Item2 > 0));

    private static string List(IEnumerable<(string Name, int Count)> counts) =>
        string.Join(", ", counts.Select(count => $"{count.Name}: {count.Count}"));

    private int Count(Func<(Struck Kill, int Public), bool> which) => _kills.Count(which);
}
