namespace BintrayPush.Storage.Maintenance;

/// <summary>Collects what a check finds, and passes it on at once: only numbers are kept.</summary>
internal sealed class CheckReport(Action<StoreFinding> found)
{
    private long _contents;
    private long _files;
    private int _damage;
    private int _mended;

    public StoreCheckResult Result => new(_contents, _files, _damage, _mended);

    public void ContentRead() => _contents++;

    public void FileSeen() => _files++;

    /// <summary>Whether every record could be read: otherwise it is not known what is published.</summary>
    public bool KnowsWhatIsPublished { get; private set; } = true;

    /// <summary>Something is damaged without which it is not known what is published.</summary>
    public void RecordDamage(string where, string what, string cure)
    {
        KnowsWhatIsPublished = false;
        Damage(where, what, cure);
    }

    public void Damage(string where, string what, string cure)
    {
        _damage++;
        found(new StoreFinding(where, what, cure));
    }

    public void Mended(string where, string what)
    {
        _mended++;
        found(new StoreFinding(where, what, Cure: null) { Mended = true });
    }

    public void Note(string where, string what) => found(new StoreFinding(where, what, Cure: null) { IsDamage = false });
}
