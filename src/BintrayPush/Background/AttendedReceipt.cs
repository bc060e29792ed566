using BintrayPush.Artifacts;
using BintrayPush.Compare;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>
/// A receipt in a line: its document, and what that leaves out. The feeds that it names are left behind: no place that a build pushes to by
/// the program has any.
/// </summary>
internal sealed record AttendedReceipt(ReceiptDocument Receipt, string Place, bool Cancelled, IReadOnlyList<int?> Artifacts)
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    public static AttendedReceipt Of(Receipt receipt, IReadOnlyList<Artifact> files) => new(
        ReceiptDocument.Of(receipt),
        receipt.Place,
        receipt.Cancelled,
        NumbersOf([.. receipt.Files.Select(file => file.Artifact)], files));

    /// <summary>Which files of an order these are; <see langword="null"/> for those that the push itself has made.</summary>
    public static IReadOnlyList<int?> NumbersOf(IReadOnlyList<Artifact> artifacts, IReadOnlyList<Artifact> files)
    {
        var numbers = new Dictionary<Artifact, int>();
        for (var i = files.Count - 1; i >= 0; i--)
        {
            numbers[files[i]] = i;
        }

        return [.. artifacts.Select(artifact => numbers.TryGetValue(artifact, out var number) ? number : (int?)null)];
    }

    /// <summary>The file with a number, or one that the push has made.</summary>
    /// <exception cref="FormatException">There is none with that number.</exception>
    public static Artifact ArtifactOf(int? number, string? source, long? size, IReadOnlyList<Artifact> files) => number switch
    {
        >= 0 when number < files.Count => files[number.Value],
        null when !string.IsNullOrEmpty(source) =>
            new Artifact { LocalPath = source!, DefaultPath = Path.GetFileName(source!), Size = size },
        _ => throw new FormatException("it names a file that was not in the order"),
    };

    /// <exception cref="FormatException">Something of it makes no sense.</exception>
    public Receipt ToReceipt(IReadOnlyList<Artifact> files) =>
        Receipt is { Destination: not null, Files: { } entries, Problems: { } problems, DurationMilliseconds: >= 0 }
        && Place is not null && Artifacts?.Count == entries.Count
            ? new Receipt
            {
                Project = Receipt.Project,
                Destination = Receipt.Destination,
                Place = Place,
                Started = TimeOf(Receipt.Started),
                Duration = TimeSpan.FromMilliseconds(Receipt.DurationMilliseconds),
                Timings = Receipt.Timings is { } timings ? ToTimings(timings) : null,
                Complete = Receipt.Complete,
                Cancelled = Cancelled,
                Leg = Receipt.Leg is { } leg ? ToLeg(leg) : null,
                Files = [.. entries.Select((entry, i) => ToFile(entry, Artifacts[i], files))],
                Problems = [.. problems.Select(AttendedWordDocument.ProblemOf)],
            }
            : throw new FormatException("its receipt is not whole");

    /// <summary>A time.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset TimeOf(string? text) =>
        WireDate.TryParse(text, out var time) ? time : throw new FormatException("a time of it is none");

    private static PushedFile ToFile(ReceiptDocument.FileEntry? entry, int? number, IReadOnlyList<Artifact> files) => entry is null
        ? throw new FormatException("a file of its receipt is missing")
        : new PushedFile
        {
            Artifact = ArtifactOf(number, entry.Source, entry.Size, files),
            Coordinates = new GivenCoordinates(entry.Repo, entry.Package, entry.Version, entry.Path),
            Outcome = AttendedWordDocument.WordOf<Outcome>(entry.Outcome),
            Published = entry.Published,
            Size = entry.Size is null or >= 0 ? entry.Size : throw new FormatException("a file of its receipt has less than no bytes"),
            Sha1 = Digits(entry.Sha1, Sha1Digits),
            Sha256 = Digits(entry.Sha256, Sha256Digits),
            Unpacked = entry.Unpacked is { } unpacked ? [.. unpacked.Select(ToPlaced)] : null,
            Url = entry.Url,
            UploadTime = entry.UploadTime is { } time ? TimeOf(time) : null,
        };

    private static PlacedContent ToPlaced(ReceiptDocument.UnpackedEntry? entry) => entry is { Path: not null, Size: >= 0, Sha256: not null }
        ? new PlacedContent(
            RepositoryPath.Of(entry.Path),
            new ContentHashes(entry.Size, Digits(entry.Sha256, Sha256Digits)!, Digits(entry.Sha1, Sha1Digits), null))
        : throw new FormatException("an unpacked file of its receipt has no path, size or checksum");

    private static PushedLeg ToLeg(ReceiptDocument.LegEntry leg) =>
        leg is { Subject: not null, Release: not null, Name: not null, Legs: not null }
        && leg.Legs.Concat(leg.StagedFeeds ?? []).All(name => name is not null)
            ? new PushedLeg(leg.Subject, leg.Release, leg.Name, leg.Legs) { StagedFeeds = leg.StagedFeeds ?? [] }
            : throw new FormatException("the leg of its receipt is not whole");

    private static PushTimings ToTimings(ReceiptDocument.TimingEntry timings) => new(
        TimeSpan.FromMilliseconds(timings.PrepareMilliseconds),
        TimeSpan.FromMilliseconds(timings.UploadMilliseconds),
        TimeSpan.FromMilliseconds(timings.VerifyMilliseconds),
        TimeSpan.FromMilliseconds(timings.SignMilliseconds),
        TimeSpan.FromMilliseconds(timings.PublishMilliseconds));

    private static string? Digits(string? text, int count) =>
        text is null || (text.Length == count && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            ? text
            : throw new FormatException("a checksum of its receipt is none");
}
