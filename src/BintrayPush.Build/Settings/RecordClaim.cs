using System.Text.Json;

namespace BintrayPush.Build.Settings;

/// <summary>
/// The right to write one receipt. Without it the second of two pushes would silently overwrite the first one's receipt.
/// </summary>
internal sealed class RecordClaim : IDisposable
{
    private readonly FileStream? _lock;

    private RecordClaim(FileStream? held) => _lock = held;

    /// <summary>Claims the record of a push.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="project">What the record will say whose it is.</param>
    /// <param name="engine">The build that pushes.</param>
    /// <returns>The claim, or whose record it is already.</returns>
    public static (RecordClaim? Claim, string? Owner) Take(string file, string project, IBuildEngine engine)
    {
        if (OwnerInBuild(file, project, engine) is { } earlier)
        {
            return (null, earlier);
        }

        // The projects of a solution are built in several processes, which know of each other only by what they leave.
        if (IsSolution(engine) && OwnerOnDisk(file) is { } other && other != project)
        {
            return (null, other);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var held = new FileStream(
                file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return (new RecordClaim(held), null);
        }
        catch (IOException) when (File.Exists(file + ".lock"))
        {
            return (null, "another push, which is running");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // Writing the record will say what is wrong with the place.
            return (new RecordClaim(null), null);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static string? OwnerInBuild(string file, string project, IBuildEngine engine)
    {
        if (engine is not IBuildEngine4 build)
        {
            return null;
        }

        var key = $"{typeof(RecordClaim).FullName}:{file}";
        var owner = build.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) as string;
        if (owner is null)
        {
            build.RegisterTaskObject(key, project, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        }

        return owner;
    }

    private static bool IsSolution(IBuildEngine engine) =>
        engine is IBuildEngine6 build
        && build.GetGlobalProperties().TryGetValue("BuildingSolutionFile", out var value)
        && "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private static string? OwnerOnDisk(string file)
    {
        try
        {
            using var record = File.Exists(file) ? JsonDocument.Parse(File.ReadAllBytes(file)) : null;
            return record?.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("project", out var project) && project.ValueKind == JsonValueKind.String
                ? project.GetString()
                : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
