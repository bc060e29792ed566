using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush;

/// <summary>Every complaint of the engine, one method per code: what is wrong, where, and what to do.</summary>
internal static partial class Problems
{
    public static Problem NothingToPush(int skipped) => Error(
        "BTP1001",
        skipped == 0
            ? "There is nothing to push: no artifact was collected. Name files as BintrayArtifact items, or look at BintrayIncludePackOutput and BintrayIncludePublishOutput."
            : $"There is nothing to push: {Count(skipped, "artifact")} lack a coordinate and nothing else is left. The warnings above name what is missing.");

    public static Problem CoordinateMissing(Artifact artifact, IReadOnlyList<string> missing) => Warning(
        "BTP1002",
        $"{Path.GetFileName(artifact.LocalPath)} is not pushed: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not given. Set it in the project or as metadata of the item.",
        artifact.LocalPath);

    public static Problem ProjectValueIllegal(string property, string fault) => Error(
        "BTP1003",
        $"{property}: {fault}.");

    public static Problem ItemValueIllegal(string metadata, string fault, Artifact artifact) => Error(
        "BTP1003",
        $"Metadata {metadata} of {Path.GetFileName(artifact.LocalPath)}: {fault}.",
        artifact.LocalPath);

    public static Problem CoordinateTwice(string stamp, string stamped, string metadatum, string given, Artifact artifact) => Error(
        "BTP1074",
        $"{Path.GetFileName(artifact.LocalPath)} has the property {stamp} '{LogText.Shorten(stamped)}' and the metadatum {metadatum} '{LogText.Shorten(given)}'. They say the same thing; take one of them out.",
        artifact.LocalPath);

    public static Problem StampGiven(string stamp, Artifact artifact) => Error(
        "BTP1075",
        $"{Path.GetFileName(artifact.LocalPath)} has the property {stamp}, which a push itself writes. Take it out.",
        artifact.LocalPath);

    public static Problem FileMissing(Artifact artifact) => Error(
        "BTP1004",
        $"There is no file {artifact.LocalPath}. Build it before the push, or take it out of BintrayArtifact.",
        artifact.LocalPath);

    public static Problem FolderGiven(Artifact artifact) => Error(
        "BTP1016",
        $"{artifact.LocalPath} is a folder. Name its files instead, for example with Include=\"{Path.GetFileName(artifact.LocalPath)}/**\".",
        artifact.LocalPath);

    public static Problem NotAFile(Artifact artifact, string kind) => Error(
        "BTP1031",
        $"{artifact.LocalPath} is {kind}, and only regular files are pushed. Take it out of BintrayArtifact, or write what it gives to a file first.",
        artifact.LocalPath);

    public static Problem LinkLeadsOut(Artifact artifact, string target) => Error(
        "BTP1032",
        $"{artifact.LocalPath} is a link, or below one, and leads to {target}, out of the folder that it lies in. Set BintrayFollowLinks=true if that file is to be pushed, or take it out.",
        artifact.LocalPath);

    public static Problem LinkedFoldersLeftOut(IReadOnlyList<string> folders, bool followed) => Message(
        "BTP1033",
        followed
            ? $"Left out, since they lead back to a folder above them: {Named(folders)}."
            : $"Left out, since they are links to folders: {Named(folders)}. Set BintrayFollowLinks=true if what is in them is to be looked at.");

    public static Problem TargetTwice(FileAddress target, IReadOnlyList<PlannedFile> files) => Error(
        "BTP1005",
        $"{files.Count} artifacts go to one place, {target}: {string.Join(", ", files.Select(file => file.Artifact.LocalPath))}. Give them different BintrayPath metadata (letter case alone makes no difference).",
        files[1].Artifact.LocalPath);

    public static Problem TooManyFiles(int files, int limit) => Error(
        "BTP1006",
        $"The push has {files} files, more than BintrayMaxFiles={limit}. Raise the limit if that is meant; 0 takes it away.");

    public static Problem CredentialsInUrl(string property) => Warning(
        "BTP1020",
        $"{property} holds a user name or password; they were left out of what is sent. Take them out of the URL in the project.");

    public static Problem RepositoryMissing(RepositoryAddress repository) => Error(
        "BTP4001",
        $"Repository {repository} does not exist. Set BintrayCreateRepo=true to create it, or correct BintrayRepo.");

    public static Problem RepositoryRefused(RepositoryAddress repository, Exception cause) => Refusal(
        "BTP4002",
        cause,
        $"Repository {repository} could not be prepared",
        " Look at BintrayRepo and the BintrayRepo... properties.");

    public static Problem PackageRefused(PackageAddress package, Exception cause) => Refusal(
        "BTP4003",
        cause,
        $"Package {package} could not be prepared",
        " Look at BintrayPackage, BintrayLicenses, BintrayVcsUrl and the other package properties.");

    public static Problem VersionRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4004",
        cause,
        $"Version {version} could not be prepared",
        " Look at BintrayVersion and the other version properties.");

    public static Problem UploadRefused(PlannedFile file, Exception cause) => Refusal(
        "BTP4005",
        cause,
        $"{file.Path} was not accepted",
        CureOf(file, cause),
        file.Artifact.LocalPath);

    public static Problem PathTaken(PlannedFile file, RepositoryFile other) => Error(
        "BTP4005",
        $"{file.Path} will not be accepted: it belongs to version {other.Version.Name} of package {other.Version.Package.Name}{(other.Path.Equals(file.Path) ? "" : $" as {other.Path}, which differs only in letter case")}. {PathCure}",
        file.Artifact.LocalPath);

    public static Problem MayNotPublish(PackageAddress package, Exception cause) => Error(
        "BTP4022",
        $"Package {package}: whoever pushes may not publish there: {Said(cause)} Ask an administrator of {package.Repository.Subject} for the role 'publish', or push as another user.");

    public static Problem UnpackedTwice(FileAddress target, PlannedFile one, PlannedFile other) => Error(
        "BTP1005",
        $"Two artifacts are unpacked or go to one place, {target}: {one.Artifact.LocalPath} and {other.Artifact.LocalPath}. Give one of them another BintrayPath.",
        other.Artifact.LocalPath);

    public static Problem PublishRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4006",
        cause,
        $"Version {version} could not be published",
        "",
        after: " Its files stay unpublished; push again to publish them.");

    public static Problem NotVisible(VersionAddress version, IReadOnlyList<RepositoryPath>? missing, TimeSpan limit) => Error(
        "BTP4014",
        $"Version {version}: the service has accepted to publish it, but {Unseen(missing)} after {limit.TotalSeconds:0} seconds. It may become public still; push again to see: nothing is sent twice.");

    public static Problem ListingRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4007",
        cause,
        $"The files of version {version} could not be listed",
        "",
        after: " Nothing is published; push again.");

    public static Problem SignRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4009",
        cause,
        $"Version {version} could not be signed",
        $" Look at BINTRAY_GPG_PASSPHRASE and the key that the service has for {version.Repository.Subject}.",
        after: " Nothing is published; push again.");

    public static Problem NothingSigned(VersionAddress version, string warning) => Error(
        "BTP4020",
        $"Version {version} is to be signed, and the service does not do it: {warning.TrimEnd(' ', '.')}. Nothing is published; push to a service that signs, or set BintrayGpgSign=false to publish it unsigned.");

    public static Problem SignTooSlow(VersionAddress version, TimeSpan limit) => Error(
        "BTP4009",
        $"Version {version} could not be signed: the service did not finish within {limit.TotalSeconds:0} seconds. Nothing is published; push again.");

    public static Problem ExtrasRefused(PlannedFile file, Exception cause, bool published) => Refusal(
        "BTP4011",
        cause,
        $"{file.Path} {(published ? "is published" : "waits to be published")}, but its download listing or attributes could not be set",
        " Look at BintrayListInDownloads and BintrayProperties of the item, and push again.",
        file.Artifact.LocalPath);

    public static Problem ExtrasCannotWait(PlannedFile file) => Warning(
        "BTP4023",
        $"{file.Path} waits to be published, and the service keeps BintrayProperties and BintrayListInDownloads only with public files. Once it is public, push again with BintrayPublish=true to set them: nothing is sent twice.",
        file.Artifact.LocalPath);

    public static Problem LicencesDemanded(PackageAddress package, IReadOnlyList<string> missing) => Error(
        "BTP4021",
        $"Package {package} is new, and the service demands {string.Join(" and ", missing)} of it, {(missing.Count == 1 ? "which is" : "which are")} not given. Set PackageLicenseExpression and RepositoryUrl, or these.");

    public static Problem ReadmeNotKept(PackageAddress package, BintrayException cause) => Message(
        "BTP1066",
        $"The service does not keep the readme of package {package}: {Sentence(cause.Message)} Everything else goes on; set BintrayReadmeFile to none to leave it out.");

    public static Problem ServiceWarns(string subject, string warning) => Warning(
        "BTP4008",
        $"{subject}: the service says: {warning}");

    /// <summary>A path belongs to one version for as long as that has a file there.</summary>
    private const string PathCure = "A path belongs to one version of one package: put the version into BintrayPath, or delete the file that has the path.";

    private static string Unseen(IReadOnlyList<RepositoryPath>? missing) => missing is not { Count: > 0 }
        ? "does not show what is public"
        : $"{Count(missing.Count, "file")} cannot be seen, among them {missing[0]},";

    /// <summary>What became of a call: by what happened, if that says it, else by what was asked for.</summary>
    /// <param name="code">The code of what was asked for.</param>
    /// <param name="cause">What happened.</param>
    /// <param name="lead">What could not be done.</param>
    /// <param name="cure">What to do if it is about what was asked for.</param>
    /// <param name="file">The file that it was about, if it was one.</param>
    /// <param name="after">What is the case now, whatever happened.</param>
    private static Problem Refusal(string code, Exception cause, string lead, string cure, string? file = null, string after = "") =>
        cause is BintrayException failure && ServiceFailure.Of(failure) is { } known
            ? Error(known.Code, $"{lead}: {known.Happened} {known.Cure}{after}", file)
            : Error(code, $"{lead}: {Said(cause)}{cure}{after}", file);

    /// <summary>A path belongs to one version; every version of a package wants its own.</summary>
    private static string CureOf(PlannedFile file, Exception cause) => cause is BintrayException { Status: BintrayException.Conflict }
        ? $" A path of a repository belongs to one version: if another one has it, put the version into BintrayPath, as {InVersion(file)}, or delete what is in its way."
        : " Give the file another BintrayPath, or follow the service's words.";

    private static string InVersion(PlannedFile file) => file.Path.Value.LastIndexOf('/') is var slash and >= 0
        ? $"{file.Path.Value.Substring(0, slash)}/{file.Version.Name}/{file.Path.FileName}"
        : $"{file.Version.Name}/{file.Path.FileName}";

    /// <inheritdoc cref="ServiceFailure.Said"/>
    public static string Said(Exception cause) => ServiceFailure.Said(cause);

    private static string Sentence(string text) => ServiceFailure.Sentence(text);

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);

    private static Problem Warning(string code, string text, string? file = null) => new(code, Severity.Warning, text, file);
}
