using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Push.Steps;

/// <summary>Problems of the steps of a push: preparing, signing, publishing, cleaning up.</summary>
internal static class StepProblems
{
    public static Problem RepositoryMissing(RepositoryAddress repository) => Error(
        "BTP4001",
        $"Repository {repository} does not exist. Set {Setting.CreateRepo.On} to create it, or correct {Setting.Repo}.");

    public static Problem RepositoryRefused(RepositoryAddress repository, Exception cause) => Refusal(
        "BTP4002",
        cause,
        $"Repository {repository} could not be prepared",
        $" Look at {Setting.Repo} and the {Setting.Repo}... properties.");

    public static Problem PackageRefused(PackageAddress package, Exception cause) => Refusal(
        "BTP4003",
        cause,
        $"Package {package} could not be prepared",
        $" Look at {Setting.Package}, {Setting.Licenses}, {Setting.VcsUrl} and the other package properties.");

    public static Problem VersionRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4004",
        cause,
        $"Version {version} could not be prepared",
        $" Look at {Setting.Version} and the other version properties.");

    public static Problem MayNotPublish(PackageAddress package, Exception cause) => Error(
        "BTP4022",
        $"Package {package}: whoever pushes may not publish there: {Said(cause)} Ask an administrator of {package.Repository.Subject} for "
            + "the role 'publish', or push as another user.");

    public static Problem ListingRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4007",
        cause,
        $"The files of version {version} could not be listed",
        "",
        after: " Nothing is published; push again.");

    public static Problem UnpackedTwice(FileAddress target, PlannedFile one, PlannedFile other) => Error(
        "BTP1005",
        $"Two artifacts are unpacked or go to one place, {target}: {one.Artifact.LocalPath} and {other.Artifact.LocalPath}. Give one of "
            + $"them another {Setting.Path}.",
        other.Artifact.LocalPath);

    /// <param name="what">The version, or the release.</param>
    /// <param name="cause">What happened.</param>
    public static Problem PublishRefused(string what, Exception cause) => Refusal(
        "BTP4006",
        cause,
        $"{what} could not be published",
        "",
        after: " Its files stay unpublished; push again to publish them.");

    public static Problem NoChecksums(PlannedFile archive) => Warning(
        "BTP1118",
        $"{Path.GetFileName(archive.Artifact.LocalPath)} is unpacked by the service, and only the service knows what is in it: "
            + $"{Setting.ChecksumsFile} does not name it. Push it as a .zip or .tar.gz.",
        archive.Artifact.LocalPath);

    public static Problem ChecksumsUnwritable(PlannedFile file, Exception cause) => Error(
        "BTP1119",
        $"The checksums of {file.Version} cannot be written to {file.Artifact.LocalPath}: {Sentence(cause.Message)} Nothing is public.",
        file.Artifact.LocalPath);

    public static Problem LegRefused(LegOrder order, Exception cause) =>
        cause is BintrayException failure && ReleaseFailure.Of(failure) is { } known ? known : Refusal(
            "BTP4061",
            cause,
            $"Leg {order.Leg} of release {order.Release} could not be staged",
            "",
            after: " Its files stay unpublished; push again.");

    public static Problem ReleaseClosed(StagedRelease release) => release.State == StagedState.Sealed
        ? ReleaseFailure.Of("BTP4056", $"release '{release.Address}' is published already")
        : ReleaseFailure.Of("BTP4057", $"release '{release.Address}' is being published");

    public static Problem PackagesLost(LegOrder order, IReadOnlyList<PackageAddress> packages) => ReleaseFailure.Of(
        "BTP4058",
        $"leg '{order.Leg}' of release '{order.Release}' was staged with other packages, which would be dropped: "
            + Named([.. packages.Select(package => package.ToString())]));

    public static Problem FilesLost(LegOrder order, IReadOnlyList<RepositoryPath> files) => ReleaseFailure.Of(
        "BTP4058",
        $"leg '{order.Leg}' of release '{order.Release}' was staged with other files, which would be dropped: "
            + $"{Named([.. files.Select(file => file.Value)])}. Nobody has named the leg: {Setting.Leg} tells several pushes apart");

    public static Problem LegsDisagree(LegOrder order, LegName other, PlannedFile file, RepositoryPath path) => ReleaseFailure.Of(
        "BTP4054",
        $"the file '{new FileAddress(file.Version.Repository, path)}' stands in leg '{other}' of release '{order.Release}', too, and not "
            + "with the same bytes in the same version") with
    {
        File = file.Artifact.LocalPath,
    };

    public static Problem NotVisible(VersionAddress version, IReadOnlyList<RepositoryPath>? missing, TimeSpan limit) => Error(
        "BTP4014",
        $"Version {version}: the service has accepted to publish it, but {Unseen(missing)} after {limit.TotalSeconds:0} seconds. It may "
            + "become public still; push again to see: nothing is sent twice.");

    public static Problem ExtrasRefused(PlannedFile file, Exception cause, bool published) => Refusal(
        "BTP4011",
        cause,
        $"{file.Path} {(published ? "is published" : "waits to be published")}, but its download listing or attributes could not be set",
        $" Look at {Setting.ListInDownloads} and {Setting.Properties} of the item, and push again.",
        file.Artifact.LocalPath);

    public static Problem ExtrasCannotWait(PlannedFile file) => Warning(
        "BTP4023",
        $"{file.Path} waits to be published, and the service keeps {Setting.Properties} and {Setting.ListInDownloads} only with "
            + $"public files. Once it is public, push again with {Setting.Publish.With("true")} to set them: nothing is sent twice.",
        file.Artifact.LocalPath);

    public static Problem LicencesDemanded(PackageAddress package, IReadOnlyList<Setting> missing) => Error(
        "BTP4021",
        $"Package {package} is new, and the service demands {string.Join(" and ", missing)} of it, "
            + $"{(missing.Count == 1 ? "which is" : "which are")} not given. Set PackageLicenseExpression and RepositoryUrl, or these.");

    public static Problem ReadmeNotKept(PackageAddress package, BintrayException cause) => Message(
        "BTP1066",
        $"The service does not keep the readme of package {package}: {Sentence(cause.Message)} Everything else goes on; "
            + $"{Setting.NoReadme} leaves it out.");

    private static string Unseen(IReadOnlyList<RepositoryPath>? missing) => missing is not { Count: > 0 }
        ? "does not show what is public"
        : $"{Count(missing.Count, "file")} cannot be seen, among them {missing[0]},";

    public static Problem SymbolsDiffer(PlannedFile symbols, PlannedFile package, string? difference) => Error(
        "BTP3005",
        $"{symbols.Path} has other content than the published one, while {package.Path}, which it belongs to, is the same as published. "
            + $"{Before(difference ?? "")}Raise the version so that both change, or set {Setting.Override.On} to replace "
                + "the symbols alone.",
        symbols.Artifact.LocalPath);

    public static Problem Dropped(VersionAddress version, int files, int left) => left == 0
        ? new(
            "BTP3006",
            Severity.Message,
            $"After the failure {Count(files, "unpublished file")} of version {version} {(files == 1 ? "was" : "were")} dropped, as "
                + $"{Setting.OnFailure}=Discard asks.")
        : Warning(
            "BTP3007",
            $"After the failure {Count(files, "unpublished file")} of version {version} {(files == 1 ? "was" : "were")} dropped and {left} "
                + "left: what others sent to it before, or what waits to replace a published file, is not dropped.");

    public static Problem NotDropped(VersionAddress version, Exception cause) => Warning(
        "BTP3007",
        $"After the failure the unpublished files of version {version} could not be dropped: {Said(cause)} They stay unpublished.");
}
