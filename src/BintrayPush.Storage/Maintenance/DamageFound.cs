using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>The contents whose bytes are not what their names say. Memory grows with the damage only.</summary>
internal sealed class DamageFound
{
    private readonly Dictionary<string, string> _faults = [];
    private readonly HashSet<string> _reported = [];

    /// <summary>Those that no file has brought up.</summary>
    public IEnumerable<KeyValuePair<string, string>> Unreported => _faults.Where(fault => !_reported.Contains(fault.Key));

    public void Add(string content, string fault) => _faults[content] = fault;

    public bool Has(string content) => _faults.ContainsKey(content);

    /// <summary>What is wrong with a file's content, or <see langword="null"/>.</summary>
    public string? FaultOf(FileEntry file, long? length) => FaultOf(file.Content, file.Size, length);

    /// <inheritdoc cref="FaultOf(FileEntry, long?)"/>
    public string? FaultOf(string content, long size, long? length)
    {
        if (_faults.TryGetValue(content, out var fault))
        {
            _reported.Add(content);
            return fault;
        }

        return length is null ? "its bytes are lost"
            : length != size ? $"its bytes are damaged: there are {length} of {size}"
            : null;
    }
}
