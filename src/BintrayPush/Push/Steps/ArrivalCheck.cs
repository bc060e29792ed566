using BintrayPush.Compare;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>Whether the service holds what was sent (design of a push, step 5). Pure.</summary>
internal static class ArrivalCheck
{
    /// <summary>What is wrong with a file, by what the service listed after the uploads; nothing if it is there intact.</summary>
    public static string? FaultOf(FilePush filePush, KnownFiles known)
    {
        foreach (var placed in filePush.Placed.Where(placed => !placed.IsPending(known) && !placed.IsPublished(known)))
        {
            var here = $"here are {placed.Content.Size} bytes with SHA-256 {placed.Content.Sha256}";
            var where = filePush.File.Explode ? $"{placed.Path}: " : "";
            return (known.Pending(placed.Path) ?? known.Published(placed.Path)) is { } other
                ? $"{where}the service holds {other.Size} bytes with SHA-256 {other.Sha256 ?? "unknown"}, {here}"
                : $"{where}the service does not list it";
        }

        return null;
    }
}
