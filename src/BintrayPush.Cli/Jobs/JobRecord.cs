using System.Text.Json;
using System.Text.Json.Serialization;
using BintrayPush.Report;

namespace BintrayPush.Cli.Jobs;

/// <summary>What is known of a job. Whoever holds the lock of its folder may write it.</summary>
internal sealed record JobRecord
{
    private const int CurrentSchema = 1;
    private const int Largest = 1 << 20;

    public int SchemaVersion { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    /// <summary>What is pushed: the project, or the package.</summary>
    public required string Name { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Destination { get; init; }

    public required JobState State { get; init; }

    public required int Files { get; init; }

    public required long Bytes { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When the last attempt was asked for.</summary>
    public required DateTimeOffset Queued { get; init; }

    /// <summary>When the last attempt began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended; of a crashed one, when that was found.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How often it was begun.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The process of the last attempt, and the machine it runs on.</summary>
    public int? Process { get; init; }

    public string? Machine { get; init; }

    /// <summary>The closing line of the last attempt.</summary>
    public string? Result { get; init; }

    /// <summary>Whether those who are to be told of the end have been told.</summary>
    public bool Notified { get; init; }

    /// <summary>Whether there is nothing more to come without somebody asking for it.</summary>
    [JsonIgnore]
    public bool IsEnded => State is not (JobState.Queued or JobState.Running);

    /// <summary>Reads it.</summary>
    /// <returns>Nothing if there is none: a job that is being made, or was never finished.</returns>
    /// <exception cref="JsonException">It is damaged, or of a later version of the program.</exception>
    public static JobRecord? Read(JobFolder folder)
    {
        try
        {
            var bytes = RegularFile.ReadAllBytes(folder.Record, Largest) ?? throw new JsonException("it is larger than any job's");
            var record = JsonSerializer.Deserialize(bytes, JobJson.Default.JobRecord);
            return record is { SchemaVersion: CurrentSchema, Name: not null, Destination: not null } && record.Id == folder.Id
                ? record
                : throw new JsonException("it is not of this job, or of a version that this program does not know");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(JobFolder folder) => AtomicFile.Write(folder.Record, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        JsonSerializer.Serialize(writer, this, JobJson.Default.JobRecord);
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobJson : JsonSerializerContext;
