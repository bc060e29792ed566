using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Planning;

/// <summary>Requests and artifacts for tests: short to write, complete enough to plan.</summary>
internal static class Requests
{
    public static readonly GivenCoordinates Project = new("acme/bin", "tool", "2.0", null);

    public static PushSettings Of(params Artifact[] artifacts) => new() { Artifacts = artifacts, Project = Project };

    public static Artifact File(string path, string? repo = null, string? package = null, string? version = null, string? target = null) =>
        new()
        {
            LocalPath = "/build/" + path,
            DefaultPath = path,
            Size = 10,
            Own = new GivenCoordinates(repo, package, version, target),
        };

    public static string[] Targets(this Plan plan) =>
        [.. plan.Versions.SelectMany(version => version.Files).Select(file => $"{file.Version} {file.Path}")];

    public static string[] Codes(this Plan plan) => [.. plan.Problems.Select(problem => problem.Code)];
}
