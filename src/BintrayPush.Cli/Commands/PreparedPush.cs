using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Places;
using BintrayPush.Places;
using BintrayPush.Planning;

namespace BintrayPush.Cli.Commands;

/// <summary>A push that is planned and not begun: what <c>push</c> and <c>plan</c> have in common.</summary>
internal sealed class PreparedPush
{
    private PreparedPush(Connection connection, Plan? plan, IReadOnlyList<Problem> notices)
    {
        Connection = connection;
        Plan = plan;
        Notices = notices;
    }

    public Connection Connection { get; }

    /// <summary>The plan; nothing if the descriptor or the selection has an error.</summary>
    public Plan? Plan { get; }

    /// <summary>What was found before and beside the plan.</summary>
    public IReadOnlyList<Problem> Notices { get; }

    /// <summary>Everything that was found.</summary>
    public IReadOnlyList<Problem> Problems => [.. Notices, .. Plan?.Problems ?? []];

    /// <summary>Whether it may be carried out.</summary>
    public bool IsSound => Plan is not null && !HasError(Problems);

    /// <summary>How the closing line calls it: by its package, if it is one.</summary>
    public string Name =>
        Plan?.Versions.Select(version => version.Address.Package.Name).Distinct().ToList() is [var package] ? package : "bintray";

    public static async Task<PreparedPush> ReadAsync(
        ParseResult result, ConnectionOptions connecting, PushOptions pushing, CliEnvironment environment, CancellationToken cancellation)
    {
        var connection = connecting.Read(result, environment, pushing.Repo(result));
        var limit = ReadPolicy(environment).Limit(pushing.MaxFiles(result), out var bound);
        var feed = connecting.StaticFeed(result, connection.Place, pushing.WantsStaticFeed(result));
        var input = pushing.Read(result, connection.Place, limit, environment, cancellation);
        input = input with { Project = input.Project with { StaticFeed = feed } };
        var (request, notices) = input.Complete(cancellation);
        if (bound is not null)
        {
            notices = [PolicyProblems.Bound(limit, bound), .. notices];
        }

        var isUnsaid = connection.Place is ChosenPlace.Folder { IsEmbedded: true } && !connecting.NamesPlace(result);
        var doubts = isUnsaid && BuildServer.SignOf(environment.Variable) is { } server
            ? [PlaceProblems.EmbeddedOnBuildServer(server, connection.Place.Name)]
            : isUnsaid && !string.IsNullOrEmpty(environment.Variable("BINTRAY_API_KEY"))
            ? new[] { PlaceProblems.EmbeddedUnexpected("BINTRAY_API_KEY is set", connection.Place.Name) }
            : [];
        var plan = request is null ? null : Planner.Make(request);
        var refusals = await pushing.Guards(result).CheckAsync(
            [.. plan?.Versions.Select(version => version.Address) ?? []], BuildServer.SignOf(environment.Variable), environment.Folder,
            cancellation).ConfigureAwait(false);
        return new PreparedPush(connection, plan, [.. doubts, .. notices, .. refusals]);
    }

    /// <summary>Whether this machine may push, and how many files.</summary>
    public static PushPolicy ReadPolicy(CliEnvironment environment)
    {
        var problems = new List<Problem>();
        var policy = PushPolicy.Read(ConnectionOptions.Home(environment), environment.Variable, problems, environment.MachineFile);
        return problems.Count == 0 ? policy : throw CommandFailure.Usage([.. problems]);
    }

    public static bool HasError(IEnumerable<Problem> problems) => problems.Any(problem => problem.Severity == Severity.Error);

    /// <summary>Writes a record of the push, if one is asked for.</summary>
    public static void Keep(string? file, Action<string> write)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            write(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CommandFailure.Failed(Complaints.FileUnusable(file, fault.Message));
        }
    }
}
