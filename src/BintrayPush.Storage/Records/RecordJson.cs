using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>The records as JSON: generated code, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RepositoryRecord))]
[JsonSerializable(typeof(PackageRecord))]
[JsonSerializable(typeof(VersionHead))]
[JsonSerializable(typeof(ReleaseRecord))]
[JsonSerializable(typeof(StagedReleaseRecord))]
[JsonSerializable(typeof(LegFilesRecord))]
[JsonSerializable(typeof(ManifestRoot))]
[JsonSerializable(typeof(ManifestPage))]
[JsonSerializable(typeof(PathRecord))]
[JsonSerializable(typeof(DistributionRecord))]
[JsonSerializable(typeof(PendingViewUpdate))]
[JsonSerializable(typeof(ChangeRecord))]
[JsonSerializable(typeof(DownloadRecord))]
[JsonSerializable(typeof(FollowedChanges))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class RecordJson : JsonSerializerContext;
