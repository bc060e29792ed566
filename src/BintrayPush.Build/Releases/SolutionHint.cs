using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Build.Releases;

/// <summary>
/// Says once in a build of a solution that its pushes could be one. The projects are built in several processes, which know of each other
/// only by what they hold: the first one holds a file until the build has ended.
/// </summary>
internal sealed class SolutionHint : IDisposable
{
    public const string Text =
        "BintrayPush: each project of a solution is a push of its own. A release project makes them one, in which nothing is public before "
            + "everything has arrived: see docs/release-projects.md in the package.";

    private readonly FileStream _held;

    private SolutionHint(FileStream held) => _held = held;

    /// <summary>Whether this is the build of a solution in which it has not been said yet; then it counts as said.</summary>
    /// <param name="engine">The build.</param>
    public static bool IsDue(IBuildEngine engine)
    {
        if (engine is not IBuildEngine6 build || !build.GetGlobalProperties().TryGetValue("SolutionPath", out var solution)
            || !build.GetGlobalProperties().TryGetValue("BuildingSolutionFile", out var isSolution)
            || !"true".Equals(isSolution, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        using var hash = SHA256.Create();
        var name = BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(solution)), 0, 8);
        try
        {
            var held = new FileStream(
                Path.Combine(Path.GetTempPath(), $"bintray-solution-{name}"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
            build.RegisterTaskObject(
                typeof(SolutionHint).FullName + name,
                new SolutionHint(held),
                RegisteredTaskObjectLifetime.Build,
                allowEarlyCollection: false);
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _held.Dispose();
}
