using BintrayPush.Messages;
using BintrayPush.Versions;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Guards;

/// <summary>Why a push is refused by a guard of its own project. Nothing has been asked of any service then.</summary>
internal static class GuardProblems
{
    public static Problem NoBuildServer() => Error(
        "BTP1110",
        $"{Setting.OnlyFromCI.On}, and this is no build server: none of the variables is set that they set (CI, GITHUB_ACTIONS, TF_BUILD, "
            + "...). Push from there.");

    public static Problem NoTag(VersionAddress version, WorkTree tree) => Error(
        "BTP1111",
        $"{Setting.OnlyFromCleanTag.On}, and the commit {tree.Commit} has no tag for {version.Package.Name} {version.Name}; it has "
            + (tree.Tags.Count == 0 ? "none at all. " : $"{Named(tree.Tags)}. ")
            + $"Tag it {VersionText.UsualTag(version)}, or push from the commit that has the tag; a build server has to fetch tags.");

    public static Problem NotClean(WorkTree tree) => Error(
        "BTP1112",
        $"{Setting.OnlyFromCleanTag.On}, and {Count(tree.Changes.Count, "file")} of the work tree "
            + $"{(tree.Changes.Count == 1 ? "is" : "are")} not as committed: {Named(tree.Changes)}. Commit, stash or ignore them.");

    public static Problem GitUnusable(string folder, string fault) => Error(
        "BTP1113",
        $"{Setting.OnlyFromCleanTag.On}, and git cannot say what is checked out in {folder}: {Sentence(fault)} Push from a clone, with git "
            + "on the PATH.");

    public static Problem NotStable(VersionAddress version) => Error(
        "BTP1114",
        $"{Setting.OnlyStableVersions.On}, and {version.Package.Name} {version.Name} is not stable: only numbers with dots between them "
            + $"are. Set another {Setting.Version}.");

    public static Problem Development(VersionAddress version, string word) => Error(
        "BTP1115",
        $"{Setting.NoDevVersions.On}, and {version.Package.Name} {version.Name} has '{word}' in it, as tools call what nobody is to get. "
            + $"Set another {Setting.Version}.");
}
