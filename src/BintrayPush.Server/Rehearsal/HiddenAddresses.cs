namespace BintrayPush.Server.Rehearsal;

/// <summary>What is there and is not found for a while, counted for each address from the first time that it is looked for.</summary>
internal sealed class HiddenAddresses(TimeProvider time)
{
    /// <summary>Further addresses are found at once.</summary>
    private const int MaxAddresses = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Fault, string Path), (int Looks, DateTimeOffset First)> _looks = [];

    /// <summary>Whether an address may still be hidden.</summary>
    public bool MayHide(Fault fault, string path)
    {
        lock (_lock)
        {
            return _looks.TryGetValue((fault.Name, path), out var looked) ? Hides(fault, looked) : _looks.Count < MaxAddresses;
        }
    }

    /// <summary>Somebody looks for what is there.</summary>
    /// <returns>Whether it is hidden.</returns>
    public bool Look(Fault fault, string path)
    {
        lock (_lock)
        {
            var looked = _looks.TryGetValue((fault.Name, path), out var known) ? known : (Looks: 0, First: time.GetUtcNow());
            _looks[(fault.Name, path)] = (looked.Looks + 1, looked.First);
            return Hides(fault, looked);
        }
    }

    private bool Hides(Fault fault, (int Looks, DateTimeOffset First) looked) =>
        looked.Looks < fault.Looks || time.GetUtcNow() - looked.First < fault.Time;
}
