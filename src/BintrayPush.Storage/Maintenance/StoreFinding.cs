namespace BintrayPush.Storage.Maintenance;

/// <summary>Something that a check of a store found.</summary>
/// <param name="Where">The file of a repository, or the object, that is meant.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Cure">What to do about it; <see langword="null"/> if it is done or nothing need be.</param>
public sealed record StoreFinding(string Where, string What, string? Cure)
{
    /// <summary>Whether the check has mended it.</summary>
    public bool Mended { get; init; }

    /// <summary>Whether something is wrong; otherwise it is only worth knowing.</summary>
    public bool IsDamage { get; init; } = true;
}

/// <summary>What a check of a store came to.</summary>
/// <param name="Contents">How many contents were read to their end.</param>
/// <param name="Files">How many published files were looked at.</param>
/// <param name="Damage">How many findings of damage are left; what was mended does not count.</param>
/// <param name="Mended">How many were mended.</param>
public sealed record StoreCheckResult(long Contents, long Files, int Damage, int Mended);
