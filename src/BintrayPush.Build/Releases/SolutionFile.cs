using System.Text.Json;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace BintrayPush.Build.Releases;

/// <summary>
/// The projects of a solution: of a <c>.sln</c>, a <c>.slnx</c>, or a <c>.slnf</c>, which names some of those of another one.
/// </summary>
internal static class SolutionFile
{
    private const int LargestFilter = 1 << 24;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Whether a file is a solution, by its name.</summary>
    public static bool Is(string file) =>
        Path.GetExtension(file).ToLowerInvariant() is ".sln" or ".slnx" or ".slnf";

    /// <summary>The solution that a file is about: itself, or the one that a filter chooses from.</summary>
    /// <exception cref="InvalidDataException">It is no solution.</exception>
    public static string SolutionOf(string file) => IsFilter(file) ? ReadFilter(file).Solution : file;

    /// <summary>Reads it.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="configuration">The configuration that is built: projects that are switched off in it are left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The absolute paths of its projects, in its order.</returns>
    /// <exception cref="InvalidDataException">It is no solution.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<IReadOnlyList<SolutionProject>> ReadAsync(string file, string configuration, CancellationToken cancellation)
    {
        if (IsFilter(file))
        {
            var (solution, chosen) = ReadFilter(file);
            var all = await ReadAsync(solution, configuration, cancellation).ConfigureAwait(false);
            return chosen.FirstOrDefault(project => all.All(known => !ProjectPath.AreOne(known.Path, project))) is { } unknown
                ? throw new InvalidDataException($"it names {unknown}, which is not in {solution}")
                : [.. all.Where(project => chosen.Any(path => ProjectPath.AreOne(path, project.Path)))];
        }

        var model = await ReadModelAsync(file, cancellation).ConfigureAwait(false);
        var folder = Path.GetDirectoryName(file)!;
        return [
            .. model.SolutionProjects.Where(project => IsBuildable(project.FilePath)).Select(project => new SolutionProject(
                ProjectPath.Of(folder, project.FilePath), IsOn(project, model, configuration)))
        ];
    }

    private static async Task<SolutionModel> ReadModelAsync(string file, CancellationToken cancellation)
    {
        var serializer = SolutionSerializers.GetSerializerByMoniker(file)
            ?? throw new InvalidDataException("it is no kind of solution that is known here");
        try
        {
            RegularFile.Check(file);
            return await serializer.OpenAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (SolutionException fault)
        {
            throw new InvalidDataException(fault.Line is { } line ? $"line {line}: {fault.Message}" : fault.Message, fault);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException or System.Xml.XmlException)
        {
            // What the library lets through of a file that is no solution.
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    private static (string Solution, IReadOnlyList<string> Projects) ReadFilter(string file)
    {
        try
        {
            var content = RegularFile.ReadAllBytes(file, LargestFilter) ?? throw new InvalidDataException("it is too large to be a filter");
            using var document = JsonDocument.Parse(WithoutMark(content), Lenient);
            var solution = document.RootElement.GetProperty("solution");
            var folder = Path.GetDirectoryName(file)!;
            var whole = ProjectPath.Of(folder, solution.GetProperty("path").GetString() ?? "");
            if (IsFilter(whole))
            {
                // It might be a filter of itself.
                throw new InvalidDataException($"it chooses from {whole}, which is a filter and no solution");
            }

            return (whole, [
                .. solution.GetProperty("projects").EnumerateArray()
                    .Select(project => ProjectPath.Of(Path.GetDirectoryName(whole)!, project.GetString() ?? ""))
            ]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException("a filter is { \"solution\": { \"path\": \"...\", \"projects\": [ ... ] } }", fault);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] content) => content is [0xEF, 0xBB, 0xBF, ..] ? content.AsMemory(3) : content;

    private static bool IsFilter(string file) => Path.GetExtension(file).Equals(".slnf", StringComparison.OrdinalIgnoreCase);

    /// <summary>Shared items are part of the projects that import them, and a website is a folder: neither is a project.</summary>
    private static bool IsBuildable(string path) =>
        path.Length > 0 && !path.Contains("://") && Path.GetExtension(path).ToLowerInvariant() is { Length: > 0 } and not ".shproj";

    private static bool IsOn(SolutionProjectModel project, SolutionModel solution, string configuration)
    {
        var type = solution.BuildTypes.FirstOrDefault(known => known.Equals(configuration, StringComparison.OrdinalIgnoreCase));
        return type is null || solution.Platforms.Count == 0 || solution.Platforms.Any(
            platform => project.GetProjectConfiguration(type, platform) is { Build: true } or { BuildType: null });
    }
}

/// <summary>A project of a solution.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="IsOn">Whether the solution builds it in the configuration that was asked for.</param>
internal sealed record SolutionProject(string Path, bool IsOn);
