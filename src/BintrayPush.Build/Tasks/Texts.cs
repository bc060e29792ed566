using BintrayPush.Places;

namespace BintrayPush.Build.Tasks;

/// <summary>Every complaint of the tasks, one method per code.</summary>
internal static class Texts
{
    public static Problem Unexpected(Exception cause) => Error(
        "BTP1000",
        $"The push ended in a way that was not foreseen: {cause.GetType().Name}: {cause.Message} Please report it with a binary log "
            + "(-bl).");

    public static Problem InvalidValue(string name, string value, string valid, string? file = null) => Error(
        "BTP1007",
        $"{name} is '{value}'. Valid values: {valid}.",
        file);

    public static Problem FolderUnusable(string folder, string fault) => PlaceProblems.FolderUnusable(folder, fault);

    public static Problem PackOutputMissing(string file) => Error(
        "BTP1011",
        $"Pack was to make {file}, and it is not there. Usual causes: OutputFileNamesWithoutVersion is true (the version must be in the "
            + "name), a NuspecFile whose id or version come from tokens that only the command line gives, or something deleted the file "
            + "after the pack.",
        file);

    public static Problem PackUnreadable(string file, string fault) => Error(
        "BTP1011",
        $"{file} is not a readable package: {fault} Pack again.",
        file);

    public static Problem IdentityMismatch(string file, string found, string expected) => Error(
        "BTP1012",
        $"{Path.GetFileName(file)} says that it is {found}, but the project says {expected}. Pack again, or let only one place set "
            + "PackageId and PackageVersion.",
        file);

    public static Problem NuspecUnreadable(string file, string fault) => Error(
        "BTP1012",
        $"The id and version of {file} cannot be read: {fault} Correct the file, or set BintrayPackage and BintrayVersion and name the "
            + "package as a BintrayArtifact item.",
        file);

    public static Problem DebugConfiguration(string destination, bool replaces) => Warning(
        "BTP1014",
        $"The Debug configuration is pushed to {destination}{(replaces ? ", where it may replace what is published" : "")}. Push a release "
            + "build: add -c Release.");

    public static Problem NameUnknown(string what, string? near) => Warning(
        "BTP1070",
        $"{what} has no meaning "
            + $"here.{(near is null ? " Names that begin with Bintray are described in docs/properties.md." : $" Is {near} meant?")}");

    public static Problem SecretGiven(string what) => Error(
        "BTP1071",
        $"{what} looks like a credential, and a build log keeps what is given so. Take it out, and change the key if a log has left this "
            + "machine; set BINTRAY_USER, BINTRAY_API_KEY and BINTRAY_GPG_PASSPHRASE in the environment instead.");

    public static Problem AttributeInvalid(string name, string fault) => Error(
        "BTP1017",
        $"BintrayAttribute '{name}': {fault}.");

    public static Problem PublishOutputEmpty(string project) => Error(
        "BTP1018",
        $"{project} published no file, so there is nothing to zip. Set IsPublishable to true, or BintrayIncludePublishOutput to false.");

    public static Problem PublishOutputNotZipped(string zip, string fault) => Error(
        "BTP1018",
        $"The publish output cannot be zipped into {zip}: {fault} Look whether the disk is full, or another program holds a file.",
        zip);

    public static Problem PublishOutputLeadsOut(string file, string target) => Error(
        "BTP1032",
        $"{file} is a link, or below one, and leads to {target}, out of the folder that was published. Set BintrayFollowLinks=true if that "
            + "file is to be pushed, or publish without it.",
        file);

    public static Problem PublishOutputLinked(string link) => Error(
        "BTP1018",
        $"{link} is a link to a folder, and a zip holds files only. Publish the files themselves, or remove the link before it is zipped.",
        link);

    public static Problem PublishLeftovers(string folder, IReadOnlyCollection<string> files) => Warning(
        "BTP1061",
        $"{Counted(files.Count)} in {folder} {(files.Count == 1 ? "was" : "were")} there before this publish and did not come from it, so "
            + $"{(files.Count == 1 ? "it is" : "they are")} left out of the zip: {Named(files)}. Empty the folder before you publish; what "
            + "a target of your own copies there is taken then.",
        folder);

    public static Problem ReceiptUnwritable(string file, string fault) => Error(
        "BTP1021",
        $"The receipt cannot be written to {file}: {fault} What the push did stands in this log; set BintrayReceiptFile to another place.");

    public static Problem ReceiptShared(string file, string owner) => Error(
        "BTP1065",
        $"{file} is the receipt of {(owner.Length == 0 ? "another push" : owner)}, and this push would overwrite it, so nothing was "
            + "pushed. Give each push its own: a path that is relative to the project, or with $(MSBuildProjectName) in it, as "
            + "BintrayReceiptFile.",
        file);

    public static Problem NobodyTold(string fault) => Warning(
        "BTP5016", $"Nobody was told how this push has ended: {fault.TrimEnd('.')}. The push itself is not changed by that.");

    public static Problem NoJob(string fault) => Error(
        "BTP6013", $"The push could not be handed over to the background: {fault.TrimEnd('.')}. Nothing was pushed.");

    public static Problem NoProjects() => Error(
        "BTP1080",
        "This release names no project. Add <BintrayProject Include=\"...\" /> items: solutions, or project files.");

    public static Problem ProjectMissing(string given, string file) => Error(
        "BTP1081",
        $"BintrayProject '{given}' is not there: {file}. Correct it; it is relative to the release project.",
        file);

    public static Problem ProjectOfSolutionMissing(string solution, string project) => Error(
        "BTP1081",
        $"{solution} names a project that is not there: {project}. Take it out of the solution, or bring it back.",
        solution);

    public static Problem ReleaseOfItself(string file) => Error(
        "BTP1082",
        "A BintrayProject item is the release project itself, which a pattern probably caught. Take it out with Exclude.",
        file);

    public static Problem SolutionUnusable(string solution, string fault) => Error(
        "BTP1083",
        $"The solution {solution} cannot be read: {fault.TrimEnd('.')}. Look whether `dotnet build` takes it.",
        solution);

    public static Problem ModeUnknown(string mode) => Error(
        "BTP1022",
        $"BintrayPushMode is '{mode}'. Valid values: Build, Files.");

    public static Problem ReadmeUnusable(string file, string fault) => Error(
        "BTP1063",
        $"The readme {file} cannot be used: {fault} Correct BintrayReadmeFile, or set it to none.",
        file);

    public static Problem NotesUnusable(string file, string fault) => Error(
        "BTP1117",
        $"The release notes {file} cannot be used: {fault.TrimEnd('.')}. Correct {Setting.ReleaseNotesFile}.",
        file);

    public static Problem NotesGivenTwice() => Error(
        "BTP1117",
        $"{Setting.ReleaseNotesFile} and {Setting.ReleaseNotes} are both set. Take one of them away.");

    public static Problem RootUnusable(string name, string fault) => Error(
        "BTP1026",
        $"BintrayRoot '{name}': {fault}.");

    public static Problem DescriptorUnwritable(string file, string fault) => Error(
        "BTP1027",
        $"The descriptor cannot be written to {file}: {fault} Set BintrayDescriptorOutputPath to another place.",
        file);

    private static string Counted(int files) => files == 1 ? "1 file" : $"{files} files";

    private static string Named(IReadOnlyCollection<string> files)
    {
        const int most = 5;
        return string.Join(", ", files.OrderBy(file => file, StringComparer.Ordinal).Take(most)) + (files.Count > most ? ", ..." : "");
    }

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);

    private static Problem Warning(string code, string text, string? file = null) => new(code, Severity.Warning, text, file);
}
