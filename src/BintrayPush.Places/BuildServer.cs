namespace BintrayPush.Places;

/// <summary>Whether this is a build server, by the variables that the known ones set.</summary>
public static class BuildServer
{
    private static readonly string[] Variables =
        ["GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL", "APPVEYOR", "BUILDKITE", "CODEBUILD_BUILD_ID", "CI"];

    /// <summary>The variable that says so; nothing if this is none.</summary>
    /// <param name="environment">How environment variables are read.</param>
    public static string? SignOf(Func<string, string?> environment) =>
        Variables.FirstOrDefault(
            name =>
                environment(name)?.Trim() is { Length: > 0 } value && value.ToLowerInvariant() is not ("false" or "0" or "no" or "off"));
}
