namespace BintrayPush.Build.Settings;

/// <summary>The known names, to find misspelt ones.</summary>
internal static class KnownNames
{
    /// <summary>The properties that the targets read; docs/properties.md describes them.</summary>
    public static readonly string[] Properties = [.. Setting.OfProject.Select(setting => setting.Name)];

    /// <summary>The metadata of an artifact, with those that an item has when it was collected, and when it was pushed.</summary>
    public static readonly string[] OfArtifacts =
    [
        "BintrayRepo", "BintrayPackage", "BintrayVersion", "BintrayPath", "BintrayOverride", "BintrayExplode", "BintrayListInDownloads",
        Setting.DebianDistribution.Name, Setting.DebianComponent.Name, Setting.DebianArchitecture.Name, "BintrayProperties",
        "BintrayUploadTime",
        ArtifactItems.DefaultPath, .. PackageItems.Names,
    ];

    /// <summary>The metadata of an attribute.</summary>
    public static readonly string[] OfAttributes = ["Value", "Type", "On", PackageItems.ProjectFile, PackageItems.Kind];

    /// <summary>The metadata of a root.</summary>
    public static readonly string[] OfRoots = ["Path", "Predefined"];

    /// <summary>The metadata of a variable.</summary>
    public static readonly string[] OfVariables = ["Value"];
}
