namespace BintrayPush.Server.Configuration;

/// <summary>What one source of settings gives, and what is wrong in it.</summary>
internal sealed class GivenSettings
{
    private readonly List<GivenSetting> _all = [];
    private readonly List<SettingFault> _faults = [];

    /// <summary>What is given.</summary>
    public IReadOnlyList<GivenSetting> All => _all;

    /// <summary>What is wrong, in the order in which it stands there.</summary>
    public IReadOnlyList<SettingFault> Faults => _faults;

    /// <summary>Notes a setting.</summary>
    public void Add(string name, string text, string place)
    {
        if (_all.Find(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } twice)
        {
            Refuse(place, $"'{name}' stands here for the second time; the first is at {twice.Place}");
            return;
        }

        _all.Add(new(name, text, place));
    }

    /// <summary>Notes a fault.</summary>
    public void Refuse(string place, string reason) => _faults.Add(new(place, reason));
}
