namespace BintrayPush.Storage.View;

/// <summary>What bringing the view up to date came to.</summary>
internal sealed class ViewReport
{
    private readonly List<string> _leftOut = [];
    private readonly List<string> _unfinished = [];

    /// <summary>What is left out rightly, or <see langword="null"/>.</summary>
    public string? Warning => _leftOut.Count == 0 ? null : string.Join("; ", _leftOut);

    /// <summary>Whether everything is as it should be, but for what is left out rightly.</summary>
    public bool Finished => _unfinished.Count == 0;

    public void LeaveOut(string path, string why) => _leftOut.Add($"'{path}' is published, but not among the plain files: {why}");

    /// <summary>Adds what is to be known and keeps nothing out; nothing for <see langword="null"/>.</summary>
    public void Warn(string? warning) => _leftOut.AddRange(warning is null ? [] : [warning]);

    public void Miss(string path, string why) => _unfinished.Add($"'{path}': {why}");

    public void Add(ViewReport other)
    {
        _leftOut.AddRange(other._leftOut);
        _unfinished.AddRange(other._unfinished);
    }

    /// <summary>Throws if something is left to be done; one reason is enough, there may be as many as files.</summary>
    public void ThrowIfUnfinished()
    {
        if (!Finished)
        {
            throw new BintrayException(
                BintrayException.Unavailable, $"{_unfinished.Count} of them could not be brought up to date, first {_unfinished[0]}");
        }
    }
}
