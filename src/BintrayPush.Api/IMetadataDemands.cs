namespace BintrayPush.Api;

/// <summary>A service that may refuse packages which say too little of themselves.</summary>
public interface IMetadataDemands
{
    /// <summary>
    /// Whether the service has said that it refuses new packages of public repositories without licences and a VCS URL, as the original one
    /// did (semantics reference 3.4.6). Of one far away it is known once it has answered something.
    /// </summary>
    bool DemandsOssMetadata { get; }
}
