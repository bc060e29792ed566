using System.Text.Json;
using BintrayPush.Report;

namespace BintrayPush.Cli.Notifications;

/// <summary>
/// A push that has ended, as its receipt says: what a notification is about. Names and texts come from services and from files of others,
/// so they are cleaned here, once.
/// </summary>
internal sealed record EndedPush
{
    /// <summary>Far more than any push writes.</summary>
    private const int LargestReceipt = 256 << 20;

    /// <summary>The project, or the package, or nothing.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was pushed to.</summary>
    public required string Destination { get; init; }

    /// <summary>When it began, as the receipt has it.</summary>
    public required string Started { get; init; }

    public required TimeSpan Duration { get; init; }

    public required PushState State { get; init; }

    /// <summary>Whether it has staged a leg of a release, so that nothing of it is public yet.</summary>
    public bool IsStaged { get; init; }

    public required IReadOnlyList<EndedFile> Files { get; init; }

    public required IReadOnlyList<EndedProblem> Problems { get; init; }

    /// <summary>The receipt itself, byte by byte.</summary>
    public required ReadOnlyMemory<byte> Receipt { get; init; }

    /// <summary>Whether everything that was planned is done.</summary>
    public bool IsDone => State == PushState.Done;

    public static EndedPush Of(Receipt receipt)
    {
        using var stream = new MemoryStream();
        PushJson.Write(receipt, stream);
        return Of(stream.ToArray());
    }

    /// <summary>Reads a receipt's file.</summary>
    /// <exception cref="JsonException">It is no receipt.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static EndedPush Read(string file) =>
        Of(RegularFile.ReadAllBytes(file, LargestReceipt) ?? throw new JsonException("it is larger than any receipt"));

    private static EndedPush Of(byte[] receipt)
    {
        using var document = JsonDocument.Parse(receipt);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !Enum.TryParse<PushState>(Text(root, "state"), out var state))
        {
            throw new JsonException("it does not say how a push ended");
        }

        // What failed comes first: a digest of many files leaves the last ones out.
        var files = Objects(root, "files").Select(EndedFile.Of).OrderBy(file => file.Outcome != nameof(Outcome.Failed)).ToList();
        return new EndedPush
        {
            Name = Text(root, "project") is { Length: > 0 } project ? Path.GetFileNameWithoutExtension(project)
                : files.Select(file => file.Package).OfType<string>().Distinct().ToList() is [var package] ? package : "bintray",
            Destination = Text(root, "destination") ?? "",
            Started = Text(root, "started") ?? "",
            Duration = TimeSpan.FromMilliseconds(Number(root, "durationMilliseconds") ?? 0),
            State = state,
            IsStaged = root.TryGetProperty("leg", out var leg) && leg.ValueKind == JsonValueKind.Object
                && leg.TryGetProperty("staged", out var staged) && staged.ValueKind == JsonValueKind.True,
            Files = files,
            Problems = [.. Objects(root, "problems").Select(EndedProblem.Of)],
            Receipt = receipt,
        };
    }

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? LogText.Clean(value.GetString()!) : null;

    internal static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            && number is >= 0 and < 1L << 53
            ? number
            : null;

    private static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];
}

/// <summary>A file of a push that has ended.</summary>
internal sealed record EndedFile(
    string Name,
    string Outcome,
    bool IsPublished,
    string? Repository,
    string? Package,
    string? Version,
    string? Path,
    long Size,
    string? Url)
{
    public static EndedFile Of(JsonElement entry) => new(
        System.IO.Path.GetFileName(EndedPush.Text(entry, "source") ?? ""),
        EndedPush.Text(entry, "outcome") ?? "",
        entry.TryGetProperty("published", out var published) && published.ValueKind == JsonValueKind.True,
        EndedPush.Text(entry, "repo"),
        EndedPush.Text(entry, "package"),
        EndedPush.Text(entry, "version"),
        EndedPush.Text(entry, "path"),
        EndedPush.Number(entry, "size") ?? 0,
        EndedPush.Text(entry, "url"));
}

/// <summary>Something that was complained of.</summary>
internal sealed record EndedProblem(string Code, bool IsError, string Text)
{
    public static EndedProblem Of(JsonElement entry) => new(
        EndedPush.Text(entry, "code") ?? "",
        EndedPush.Text(entry, "severity") == "error",
        EndedPush.Text(entry, "text") ?? "");
}
