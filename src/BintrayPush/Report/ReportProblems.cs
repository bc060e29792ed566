using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Report;

/// <summary>Problems of the files that say what was done.</summary>
public static class ReportProblems
{
    /// <summary>The journal cannot be used.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static Problem JournalUnusable(string file, string fault) => Error(
        "BTP1126",
        $"{file} is the journal of a release that was cut off, and cannot be used: {Sentence(fault)} Correct or restore it; or delete it, "
            + "if it is known what of that release is public.",
        file);

    /// <summary>The journal cannot be written.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="fault">Why not.</param>
    internal static Problem JournalUnwritable(string file, string fault) => Error(
        "BTP1127",
        $"{file} cannot be written: {Sentence(fault)} It is to say how far the release got, so that the next push finishes it. What was "
            + "not published yet stays unpublished.",
        file);

    /// <summary>The journal is of a release that went elsewhere.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="journal">What it says.</param>
    /// <param name="place">Where this push goes.</param>
    public static Problem JournalOfOtherPlace(string file, ReleaseJournal journal, string place) => Error(
        "BTP4062",
        $"{file} says that a release to {journal.Destination} was cut off, and this is {place}. {Ways(file)}",
        file);

    /// <summary>What is pushed is not what was cut off.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="journal">What it says.</param>
    /// <param name="changes">In what the two differ.</param>
    internal static Problem ReleaseChanged(string file, ReleaseJournal journal, IReadOnlyList<string> changes) => Error(
        "BTP4063",
        $"{file} says that a release was cut off when {journal.Versions.Count(version => version.Published)} of "
            + $"{Count(journal.Versions.Count, "version")} were public, and this push is another one: {Named(changes)}. {Ways(file)}",
        file);

    private static string Ways(string file) =>
        $"Push what it was to finish it, or drop the rest of it with: bintray release discard --journal {file}";
}
