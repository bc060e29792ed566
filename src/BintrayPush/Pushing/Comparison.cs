using BintrayPush.Api;
using BintrayPush.Planning;

namespace BintrayPush.Pushing;

/// <summary>Compares a local file with what a service holds (design of a push, step 3).</summary>
internal static class Comparison
{
    /// <summary>Compares. The file is read only if the service holds something under its path.</summary>
    /// <exception cref="ContentReadException">The file cannot be read.</exception>
    public static async Task<Verdict> JudgeAsync(PlannedFile file, KnownFiles known, CancellationToken cancellation)
    {
        if (file.Explode)
        {
            return await JudgeArchiveAsync(file, known, cancellation).ConfigureAwait(false);
        }

        if (!known.Holds(file.Path))
        {
            return new Verdict.Missing(Replaces: false);
        }

        var local = await LocalFile.HashAsync(file.Artifact.LocalPath, cancellation).ConfigureAwait(false);
        var placed = new PlacedContent(file.Path, local);
        if (placed.IsPublished(known))
        {
            return new Verdict.Found(local, Published: true, [placed]);
        }

        if (known.Published(file.Path) is { } published)
        {
            // Sent even if the same content waits already: it may wait without the right to replace.
            return file.Override ? new Verdict.Missing(Replaces: true) : new Verdict.Taken(Problems.Conflict(file, published, local));
        }

        return placed.IsPending(known) ? new Verdict.Found(local, Published: false, [placed]) : new Verdict.Missing(Replaces: false);
    }

    /// <summary>An archive that the service unpacks is there when all that is in it is.</summary>
    private static async Task<Verdict> JudgeArchiveAsync(PlannedFile file, KnownFiles known, CancellationToken cancellation)
    {
        var unpacked = await ArchiveContents.ReadAsync(file.Artifact.LocalPath, file.Path, cancellation).ConfigureAwait(false);
        if (unpacked is { Count: > 0 } && unpacked.All(placed => placed.IsPublished(known) || (known.Published(placed.Path) is null && placed.IsPending(known))))
        {
            var local = await LocalFile.HashAsync(file.Artifact.LocalPath, cancellation).ConfigureAwait(false);
            return new Verdict.Found(local, unpacked.All(placed => placed.IsPublished(known)), unpacked);
        }

        return new Verdict.Missing(unpacked?.Any(placed => known.Published(placed.Path) is not null) == true, unpacked);
    }
}
