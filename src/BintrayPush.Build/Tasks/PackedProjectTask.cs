namespace BintrayPush.Build.Tasks;

/// <summary>A task about what one project makes: the names that its package has.</summary>
public abstract class PackedProjectTask : BintrayTask
{
    /// <summary>The project's package id.</summary>
    public string? PackageId { get; set; }

    /// <summary>The project's package version.</summary>
    public string? PackageVersion { get; set; }

    /// <summary>The version that is pushed, if the project names one.</summary>
    public string? Version { get; set; }

    /// <summary>The runtime that is packed or published for, if it is a single one.</summary>
    public string? RuntimeIdentifier { get; set; }
}
