namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>Somebody who does calls, one after the other, and may die at any moment.</summary>
internal sealed class Actor(string name)
{
    public string Name => name;

    public bool Dead { get; set; }

    /// <summary>How many calls it began; together with the name it identifies a call.</summary>
    public int Call { get; set; }

    /// <summary>The call it is in.</summary>
    public CallInFlight? Current { get; set; }
}

/// <summary>A call from its beginning to its end, in steps of the world's clock.</summary>
internal sealed record CallInFlight(Actor Actor, Operation Operation, long Began)
{
    public long Ended { get; set; } = long.MaxValue;

    /// <summary>The uploads whose pending state this call dropped from a record.</summary>
    public List<string> Dropped { get; } = [];

    public override string ToString() => $"{Actor.Name} {Operation} since {Began}";
}

/// <summary>Decides before every store operation who goes next, from a seed: the same seed gives the same history.</summary>
internal sealed class Scheduler(int seed)
{
    private readonly List<Gate> _gates = [];
    private readonly Random _random = new(seed);
    private long _ids;
    private Actor? _last;

    public Random Random => _random;

    /// <summary>How many steps were made.</summary>
    public long Now { get; private set; }

    /// <summary>Per step; 0 switches deaths off.</summary>
    public double Mortality { get; set; }

    /// <summary>
    /// How probably whoever went last goes on: then one does much while another one stands between two operations. 0 leaves it to chance.
    /// </summary>
    public double Burst { get; set; }

    public List<string> Log { get; } = [];

    public event Action<Actor>? Died;

    public string NewId() => $"{_random.NextInt64():x16}{++_ids:x16}";

    /// <summary>Waits for its turn, and until <paramref name="open"/> says so.</summary>
    public Task TurnAsync(Actor actor, string what, Func<bool>? open = null)
    {
        // Continuations run at once, inside the step that lets them go: nothing else happens meanwhile.
        var gate = new Gate(actor, what, open, new TaskCompletionSource());
        _gates.Add(gate);
        return gate.Source.Task;
    }

    /// <summary>Lets everybody go, one step at a time, until nobody waits.</summary>
    public void Run()
    {
        while (_gates.Count > 0)
        {
            var ready = _gates.Where(gate => gate.Open?.Invoke() ?? true).ToList();
            if (ready.Count == 0)
            {
                throw new InvalidOperationException(
                    $"a deadlock: {string.Join("; ", _gates.Select(gate => $"{gate.Actor.Name} {gate.What}"))}");
            }

            var going = Burst > 0 && _random.NextDouble() < Burst ? ready.FindAll(gate => gate.Actor == _last) : [];
            var next = going is [var one, ..] ? one : ready[_random.Next(ready.Count)];
            _last = next.Actor;
            Now++;
            if (_random.NextDouble() < Mortality)
            {
                next.Actor.Dead = true;
                Log.Add($"{Now} {next.Actor.Name} dies before {next.What}");
                _gates.RemoveAll(gate => gate.Actor == next.Actor);
                Died?.Invoke(next.Actor);
                continue;
            }

            _gates.Remove(next);
            Log.Add($"{Now} {next.Actor.Name} {next.What}");
            next.Source.SetResult();
        }
    }

    private sealed record Gate(Actor Actor, string What, Func<bool>? Open, TaskCompletionSource Source);
}
