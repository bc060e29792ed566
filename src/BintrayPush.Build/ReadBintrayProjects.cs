using BintrayPush.Build.Releases;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>The projects of a release: those that it names, and those of the solutions that it names, each once.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadBintrayProjects : BintrayTask
{
    /// <summary>Projects and solutions.</summary>
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary>The configuration that is built.</summary>
    public string? Configuration { get; set; }

    /// <summary>The projects to build, by their absolute paths.</summary>
    [Output]
    public ITaskItem[] ProjectFiles { get; private set; } = [];

    /// <summary>The one solution that all projects are of; empty if it is none, or several.</summary>
    [Output]
    public string? Solution { get; private set; }

    private protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var found = new List<string>();
        var solutions = new HashSet<string>(ProjectPath.Comparer);
        var isAllOfSolutions = true;
        foreach (var item in Projects)
        {
            var file = ProjectPath.Of(ProjectDirectory, item.GetMetadata("FullPath"));
            if (!File.Exists(file))
            {
                problems.Add(Texts.ProjectMissing(item.ItemSpec, file));
            }
            else if (SolutionFile.Is(file))
            {
                var (solution, projects) = await ReadAsync(file, problems, cancellation).ConfigureAwait(false);
                solutions.Add(solution);
                found.AddRange(projects);
            }
            else if (ProjectPath.AreOne(file, Path.GetFullPath(ProjectFile ?? "release.proj")))
            {
                problems.Add(Texts.ReleaseOfItself(file));
            }
            else
            {
                isAllOfSolutions = false;
                found.Add(file);
            }
        }

        if (Projects.Length == 0)
        {
            problems.Add(Texts.NoProjects());
        }

        Log.LogProblems(problems);
        ProjectFiles = [.. found.Distinct(ProjectPath.Comparer).Select(file => new TaskItem(Escaping.Escape(file)))];
        Solution = isAllOfSolutions && solutions.Count == 1 ? solutions.Single() : null;
    }

    private async Task<(string Solution, IReadOnlyList<string> Projects)> ReadAsync(
        string file, List<Problem> problems, CancellationToken cancellation)
    {
        try
        {
            var projects = await SolutionFile.ReadAsync(file, Configuration ?? "", cancellation).ConfigureAwait(false);
            foreach (var off in projects.Where(project => !project.IsOn))
            {
                Log.LogMessage(
                    MessageImportance.High, $"BintrayPush: {off.Path} is passed over: {file} does not build it as {Configuration}.");
            }

            var built = projects.Where(project => project.IsOn)
                .ToLookup(project => File.Exists(project.Path), project => project.Path);
            problems.AddRange(built[false].Select(project => Texts.ProjectOfSolutionMissing(file, project)));
            return (SolutionFile.SolutionOf(file), [.. built[true]]);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            problems.Add(Texts.SolutionUnusable(file, fault.Message));
            return (file, []);
        }
    }
    private static bool IsUnreadable(Exception fault) => fault is InvalidDataException or IOException or UnauthorizedAccessException;
}
