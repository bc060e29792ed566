using BintrayPush.Artifacts;
using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Planning;

/// <summary>Problems of a plan, found before the first call.</summary>
internal static class PlanProblems
{
    public static Problem NothingToPush(int skipped) => Error(
        "BTP1001",
        skipped == 0
            ? $"There is nothing to push: no artifact was collected. Name files as {Setting.Artifact} items, or look at "
                + $"{Setting.IncludePackOutput} and {Setting.IncludePublishOutput}."
            : $"There is nothing to push: {Count(skipped, "artifact")} lack a coordinate and nothing else is left. The warnings above name "
                + "what is missing.");

    public static Problem CoordinateMissing(Artifact artifact, IReadOnlyList<Setting> missing) => Warning(
        "BTP1002",
        $"{Path.GetFileName(artifact.LocalPath)} is not pushed: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not "
            + "given. Set it in the project or as metadata of the item.",
        artifact.LocalPath);

    public static Problem ProjectValueIllegal(Setting property, string fault) => Error(
        "BTP1003",
        $"{property}: {fault}.");

    public static Problem ItemValueIllegal(Setting metadata, string fault, Artifact artifact) => Error(
        "BTP1003",
        $"Metadata {metadata} of {Path.GetFileName(artifact.LocalPath)}: {fault}.",
        artifact.LocalPath);

    public static Problem FileMissing(Artifact artifact) => Error(
        "BTP1004",
        $"There is no file {artifact.LocalPath}. Build it before the push, or take it out of {Setting.Artifact}.",
        artifact.LocalPath);

    public static Problem FolderGiven(Artifact artifact) => Error(
        "BTP1016",
        $"{artifact.LocalPath} is a folder. Name its files instead, for example with "
            + $"Include=\"{Path.GetFileName(artifact.LocalPath)}/**\".",
        artifact.LocalPath);

    public static Problem NotAFile(Artifact artifact, string kind) => Error(
        "BTP1031",
        $"{artifact.LocalPath} is {kind}, and only regular files are pushed. Take it out of {Setting.Artifact}, or write what it "
            + "gives to a file first.",
        artifact.LocalPath);

    public static Problem LinkLeadsOut(Artifact artifact, string target) => Error(
        "BTP1032",
        $"{artifact.LocalPath} is a link, or below one, and leads to {target}, out of the folder that it lies in. Set "
            + $"{Setting.FollowLinks.On} if that file is to be pushed, or take it out.",
        artifact.LocalPath);

    public static Problem TargetTwice(FileAddress target, IReadOnlyList<PlannedFile> files) => Error(
        "BTP1005",
        $"{files.Count} artifacts go to one place, {target}: {string.Join(", ", files.Select(file => file.Artifact.LocalPath))}. Give them "
            + $"different {Setting.Path} metadata (letter case alone makes no difference).",
        files[1].Artifact.LocalPath);

    public static Problem TooManyFiles(int files, int limit) => Error(
        "BTP1006",
        $"The push has {files} files, more than {Setting.MaxFiles}={limit}. Raise the limit if that is meant; 0 takes it away.");

    public static Problem CredentialsInUrl(string property) => Warning(
        "BTP1020",
        $"{property} holds a user name or password; they were left out of what is sent. Take them out of the URL in the project.");

    public static Problem DescriptorNeeded() => Error(
        "BTP2003", $"{Setting.PushMode} is Files, and there is no descriptor that names the files. Set {Setting.Descriptor}.");

    public static Problem DescriptorsAmbiguous(IReadOnlyList<string> descriptors) => Error(
        "BTP2004", $"There are {descriptors.Count} descriptors, and only one can be obeyed: {string.Join(", ", descriptors)}. Set "
            + $"{Setting.Descriptor} to the one that counts.");

    public static Problem DescriptorsUnused(string obeyed, IReadOnlyList<string> others) => Warning(
        "BTP2005", $"{obeyed} is obeyed. {Count(others.Count, "other descriptor")} among the files {(others.Count == 1 ? "is" : "are")} "
            + $"neither read nor pushed: {string.Join(", ", others)}.");

    public static Problem RootUnreadable(Exception cause) => Error(
        "BTP2032", $"The files of the roots cannot be listed: {Sentence(cause.Message)} Look at the {Setting.Root} items.");

    public static Problem NotSigned(bool passphrase) => passphrase
        ? Warning("BTP2028", $"BINTRAY_GPG_PASSPHRASE is set, and nothing is signed, since {Setting.GpgSign} is false. Take one of "
            + "them away.")
        : Message("BTP2029", $"This push asks for no signatures, since {Setting.GpgSign} is false.");

    public static Problem SignedByPassphrase(bool flagOverruled) => Message(
        "BTP2027",
        flagOverruled
            ? "The version is signed, since BINTRAY_GPG_PASSPHRASE is set; the descriptor's gpgSign, which is false, is overruled. Set "
                + $"{Setting.GpgSign}=false to push without signing."
            : $"The version is signed, since BINTRAY_GPG_PASSPHRASE is set. Set {Setting.GpgSign}=false to push without signing.");

    public static Problem MetadataOverruled(Artifact first, int count) => Warning(
        "BTP2030",
        $"{Path.GetFileName(first.LocalPath)}{(count == 1 ? "" : $" and {Count(count - 1, "other artifact")}")} would go to another "
            + $"repository, package or version than the descriptor says. The descriptor is obeyed; of the metadata only "
            + $"{Setting.Path} counts.",
        first.LocalPath);

    public static Problem SettingsOverruled(IReadOnlyList<Setting> settings, string descriptor) => Warning(
        "BTP2030",
        $"{string.Join(" and ", settings)} {(settings.Count == 1 ? "says" : "say")} otherwise than the descriptor, which is obeyed. Take "
            + $"{(settings.Count == 1 ? "it" : "them")} away, or push without the descriptor.",
        descriptor);

    public static Problem SettingsUnusable(string file, Exception fault) => Error(
        "BTP1095", $"The settings in {file} cannot be used: {Sentence(fault.Message)} Nothing is pushed, since they may forbid it.", file);

    public static Problem VariableUnusable(string name, string value, string valid) => Error(
        "BTP1007", $"{name} in the environment is '{LogText.Shorten(value)}'. Valid values: {valid}.");
}
