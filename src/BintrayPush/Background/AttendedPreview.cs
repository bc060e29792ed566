using BintrayPush.Artifacts;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>What a dry run found, in a line: its document, and which files of the order it is about.</summary>
internal sealed record AttendedPreview(PlanDocument Plan, IReadOnlyList<int?> Artifacts)
{
    public static AttendedPreview Of(DryRunReport preview, IReadOnlyList<Artifact> files) => new(
        PlanDocument.Of(preview), AttendedReceipt.NumbersOf([.. preview.Files.Select(file => file.Artifact)], files));

    /// <exception cref="FormatException">Something of it makes no sense.</exception>
    public DryRunReport ToPreview(IReadOnlyList<Artifact> files) =>
        Plan is { Destination: not null, Changes: { } changes, Files: { } entries, Problems: { } problems }
        && changes.All(change => change is not null) && Artifacts?.Count == entries.Count
            ? new DryRunReport
            {
                Destination = Plan.Destination,
                Asked = AttendedReceipt.TimeOf(Plan.Asked),
                Changes = changes,
                Files = [.. entries.Select((entry, i) => ToFile(entry, Artifacts[i], files))],
                Problems = [.. problems.Select(AttendedWordDocument.ProblemOf)],
            }
            : throw new FormatException("its plan is not whole");

    private static DryRunFile ToFile(PlanDocument.FileEntry? entry, int? number, IReadOnlyList<Artifact> files) => entry is null
        ? throw new FormatException("a file of its plan is missing")
        : new DryRunFile(
            AttendedReceipt.ArtifactOf(number, entry.Source, entry.Size, files),
            new GivenCoordinates(entry.Repo, entry.Package, entry.Version, entry.Path),
            AttendedWordDocument.WordOf<Intention>(entry.Intention));
}
