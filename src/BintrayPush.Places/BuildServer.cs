namespace BintrayPush.Places;

/// <summary>Whether this is a build server, by the variables that the known ones set.</summary>
public static class BuildServer
{
    private static readonly string[] Variables =
        ["GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL", "APPVEYOR", "BUILDKITE", "CODEBUILD_BUILD_ID", "CI"];

    /// <summary>What the known ones call a run: the same for its jobs on all machines, and for a second try.</summary>
    private static readonly (string Server, string Run)[] Runs =
    [
        ("GITHUB_ACTIONS", "GITHUB_RUN_ID"),
        ("TF_BUILD", "BUILD_BUILDID"),
        ("GITLAB_CI", "CI_PIPELINE_ID"),
        ("APPVEYOR", "APPVEYOR_BUILD_ID"),
        ("BUILDKITE", "BUILDKITE_BUILD_ID"),
        ("CIRCLECI", "CIRCLE_WORKFLOW_ID"),
        ("JENKINS_URL", "BUILD_TAG"),
    ];

    /// <summary>The id of the run; <see langword="null"/> if this is no build server that is known to have one.</summary>
    /// <param name="environment">How environment variables are read.</param>
    public static string? RunOf(Func<string, string?> environment) => Runs
        .Where(run => !string.IsNullOrWhiteSpace(environment(run.Server)))
        .Select(run => environment(run.Run)).FirstOrDefault(id => !string.IsNullOrWhiteSpace(id));

    /// <summary>The variable that says so; nothing if this is none.</summary>
    /// <param name="environment">How environment variables are read.</param>
    public static string? SignOf(Func<string, string?> environment) =>
        Variables.FirstOrDefault(
            name =>
                environment(name)?.Trim() is { Length: > 0 } value && value.ToLowerInvariant() is not ("false" or "0" or "no" or "off"));
}
