namespace BintrayPush.Build.Settings;

/// <summary>The known names, to find misspelt ones.</summary>
internal static class KnownNames
{
    /// <summary>The properties that the targets read; docs/properties.md describes them.</summary>
    public static readonly string[] Properties =
    [
        "BintrayAllowInsecureConnections", "BintrayCertificateAuthorityFile", "BintrayCreateRepo", "BintrayDescription",
        "BintrayDescriptor", "BintrayDescriptorOutputPath", "BintrayDownloadUrl", "BintrayDryRun", "BintrayExplode", "BintrayFollowLinks",
        "BintrayGenerateDescriptor", "BintrayGpgSign", "BintrayIncludeBuildOutput", "BintrayIncludePackOutput",
        "BintrayIncludePublishOutput", "BintrayIncludeSymbols", "BintrayIssueTrackerUrl", "BintrayLabels", "BintrayLicenses",
        "BintrayMaxFiles", "BintrayMaxParallelUploads", "BintrayOnFailure", "BintrayOverride", "BintrayPackage", "BintrayPublish",
        "BintrayPushDependsOn", "BintrayPushEnabled", "BintrayPushMode", "BintrayPushOnPack", "BintrayPushOnPublish", "BintrayReadmeFile",
        "BintrayReceiptFile", "BintrayReleaseNotes", "BintrayReleased", "BintrayRepo", "BintrayRepoDescription", "BintrayRepoLabels",
        "BintrayRepoPrivate", "BintrayRepoType", "BintrayRepoUpdateExisting", "BintrayRetryCount", "BintrayStampService",
        "BintrayTimeoutSeconds", "BintrayTimings", "BintrayUrl", "BintrayUseArtifactProperties", "BintrayVcsTag", "BintrayVcsUrl",
        "BintrayVersion", "BintrayWebsiteUrl", "BintrayWholeFolder",
    ];

    /// <summary>The metadata of an artifact, with those that an item has when it was collected, and when it was pushed.</summary>
    public static readonly string[] OfArtifacts =
    [
        "BintrayRepo", "BintrayPackage", "BintrayVersion", "BintrayPath", "BintrayOverride", "BintrayExplode", "BintrayListInDownloads",
        "BintrayDebianDistribution", "BintrayDebianComponent", "BintrayDebianArchitecture", "BintrayProperties", "BintrayUploadTime",
        ArtifactItems.DefaultPath,
    ];

    /// <summary>The metadata of an attribute.</summary>
    public static readonly string[] OfAttributes = ["Value", "Type", "On"];

    /// <summary>The metadata of a root.</summary>
    public static readonly string[] OfRoots = ["Path", "Predefined"];

    /// <summary>The metadata of a variable.</summary>
    public static readonly string[] OfVariables = ["Value"];
}
