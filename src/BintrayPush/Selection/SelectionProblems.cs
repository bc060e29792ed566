using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Selection;

/// <summary>Problems of selecting files.</summary>
internal static class SelectionProblems
{
    public static Problem LinkedFoldersLeftOut(IReadOnlyList<string> folders, bool followed) => Message(
        "BTP1033",
        followed
            ? $"Left out, since they lead back to a folder above them: {Named(folders)}."
            : $"Left out, since they are links to folders: {Named(folders)}. Set {Setting.FollowLinks.On} if what is in them is to be "
                + "looked at.");

    public static Problem PatternsInBuildMode(string field, PathPattern pattern) => At(
        pattern.Position,
        "BTP2020",
        Severity.Error,
        $"{field} must be empty when the outputs of a build are pushed: '{pattern.Text}' has no meaning there. Take it out, or set "
            + $"{Setting.PushMode}=Files.");

    public static Problem NothingSelected(int files) => Error(
        "BTP2021",
        files == 0
            ? $"There is nothing to push: the roots hold no file. Build first, or look at the {Setting.Root} items."
            : $"There is nothing to push: none of the {Count(files, "file")} in the roots is named by the descriptor. Look at applyToFiles "
                + "and applyToRepoFiles.");

    public static Problem NothingToSelectFrom() => Error(
        "BTP2021",
        $"There is nothing to push: the build has no artifact besides descriptors. Name files as {Setting.Artifact} items, or look at "
            + $"{Setting.IncludePackOutput} and {Setting.IncludePublishOutput}.");

    public static Problem FilterRemovesAll(int files) => Error(
        "BTP2022",
        $"There is nothing to push: applyToProps removes {(files == 1 ? "the only file" : $"all {files} files")}. A file must have every "
            + "key with every value that is listed.");

    public static Problem PatternDiffersInCase(PathPattern pattern, RootedFile file) => At(
        pattern.Position,
        "BTP2023",
        Severity.Warning,
        $"The pattern '{pattern.Text}' does not select {file}: they differ in letter case. Write the pattern as the file is written.");

    public static Problem PropertyDiffersInCase(KeyValuePair<string, string> pair) => Warning(
        "BTP2023",
        $"applyToProps: '{pair.Key}' with '{pair.Value}' keeps files out that differ from it only in letter case. Write it as the metadata "
            + "is written.");

    public static Problem PatternNeedsFolder(PathPattern pattern, RootedFile file, string form) => At(
        pattern.Position,
        "BTP2024",
        Severity.Message,
        $"The pattern '{pattern.Text}' does not select {file}: ** stands for one or more folders, never for none. If that file is meant, "
            + $"add the pattern '{form}'.");

    public static Problem PatternSplit(PathPattern pattern) => At(
        pattern.Position,
        "BTP2025",
        Severity.Warning,
        $"The pattern '{pattern.Text}' selects nothing as it stands, so it was read as {Count(pattern.Parts.Count, "pattern")}, separated "
            + "by commas. Write them as separate texts of the list.");

    public static Problem PatternUnused(PathPattern pattern, string? fromFolder = null) => At(
        pattern.Position,
        "BTP2026",
        Severity.Message,
        pattern.FileName is null
            ? $"The pattern '{pattern.Text}' names a folder and selects nothing. For the files in it, add '*' as the file name."
            : $"The pattern '{pattern.Text}' selects nothing." + (fromFolder is null
                ? ""
                : $" With a leading slash it begins in the root that holds the descriptor; '{fromFolder}' begins in the descriptor's "
                    + "folder, and selects something."));

    public static Problem PrivateLeftOut(IReadOnlyList<RootedFile> files, Severity severity) => new(
        "BTP2040",
        severity,
        $"{Count(files.Count, "file")} {(files.Count == 1 ? "is" : "are")} left out, because "
            + $"{(files.Count == 1 ? "it is" : "such files are")} hardly ever meant to be public: "
            + $"{Named([.. files.Select(file => file.ToString())])}. A pattern that spells the name (bin, .env, *.pem) takes "
            + $"{(files.Count == 1 ? "it" : "them")}.");

    public static Problem WholeFolderNotMeant(string folder, int files, IReadOnlyList<RootedFile> ofProject) => Error(
        "BTP2041",
        $"All {Count(files, "file")} in {folder} and below would be pushed, and that is a folder that somebody develops in: it holds "
            + $"{Named([.. ofProject.Take(3).Select(file => file.Path)])}. Name the files that are meant, in a descriptor by patterns in "
            + $"applyToRepoFiles or applyToFiles; or set {Setting.WholeFolder.On}.",
        folder);

    public static Problem FileWithoutRoot(string file, string descriptor) => Warning(
        "BTP2042",
        $"The descriptor {descriptor} cannot name {file}, which lies in no root and not below the descriptor. Add a {Setting.Root} "
            + "item for its folder, or write the descriptor to a folder above it.",
        file);
}
