namespace BintrayPush.Cli.Messages;

/// <summary>Every complaint of the command line's own, with its code.</summary>
internal static class Complaints
{
    /// <summary>What is said when a command ends by an exception.</summary>
    public static IReadOnlyList<Problem> Of(Exception cause, CancellationToken cancellation) =>
        [.. OfBuild(cause, cancellation).Select(problem => problem.OnCommandLine())];

    /// <summary>The same with the settings as a build has them.</summary>
    public static IReadOnlyList<Problem> OfBuild(Exception cause, CancellationToken cancellation) => cause switch
    {
        CommandFailure failure => failure.Problems,
        OperationCanceledException when cancellation.IsCancellationRequested =>
            [Cancelled("Whether its last call was carried out is not known; it is safe to repeat.")],
        BintrayException refusal => [Refused(refusal)],
        IOException or UnauthorizedAccessException => [FileUnusable(null, cause.Message)],
        _ => [Unexpected(cause)],
    };

    public static Problem KeyRefused(string why) => Error("BTP6020", $"{char.ToUpperInvariant(why[0])}{Sentence(why[1..])}");

    public static Problem NotSigned(FileAddress file, string why) => Error("BTP4072", $"{file} is not signed: {why}.");

    public static Problem NoPublicKey(string subject) => Error(
        "BTP4073", $"The service shows no public key of {subject}, by which signatures could be checked. Give one with --key.");

    public static Problem NothingSigned() => Error(
        "BTP4076", "The receipt names no file that could have a signature: nothing was checked. Give that of a push that has files.");

    public static Problem Misunderstood(string fault) => Error(
        "BTP1040", $"The command line is not understood: {Sentence(fault)} Run 'bintray --help', or the command with --help.");

    public static Problem OptionsAtOdds(string fault) => Error("BTP1041", fault);

    public static Problem NotAPair(string option, string given, string form) =>
        Error("BTP1042", $"{option} is '{given}'. Write it as {form}.");

    public static Problem NotAnAddress(string given, string form, string fault) => Error(
        "BTP1043", $"'{given}' does not name what this command needs: {fault.TrimEnd('.')}. Write it as {form}.");

    public static Problem AlreadyThere(string file) => Error(
        "BTP1044", $"{file} is there already. Give --force to replace it, or another place with --output.", file);

    public static Problem ArrivedDamaged(string file, string fault) => Error(
        "BTP1045", $"{file} did not arrive intact: {fault}. Nothing was kept; get it again.");

    public static Problem NothingToGet(VersionAddress version, string cure) => Error(
        "BTP4110", $"{version} has no file to get: none of it is public, or may be seen. {cure}");

    public static Problem NoStableVersion(PackageAddress package) => Error(
        "BTP4111", $"{package} has no public stable version. Name one: 'bintray show {package}' lists them.");

    public static Problem InTheWay(string folder, IReadOnlyList<string> files) => Error(
        "BTP4112",
        $"In {folder} {Some(files)} {(files.Count == 1 ? "is" : "are")} there with other content. Nothing was got: give --force to "
            + "replace what is there, or another folder with --to.");

    public static Problem NoFileHere(string path, string fault) => Error(
        "BTP4113",
        $"'{path}' cannot be a file below the folder: {Sentence(fault)} Nothing was got; get its files one by one with --output.");

    public static Problem NewestStable(string name, VersionAddress stable) => Error(
        "BTP4114",
        $"{stable} is the newest stable version of its package, which people and programs get. Give --newest-stable beside --apply if "
            + $"{name} is to go all the same.");

    public static Problem TwoFiles(string name, RepositoryPath one, RepositoryPath other) => Error(
        "BTP4119",
        $"'{name}' stands for two files of the version: '{one}' and '{other}'. Nothing was changed. Delete the second by its whole path "
            + "behind the version, or the version.");

    public static Problem RepositoryHasPackages(string repository, int packages) => Error(
        "BTP4115",
        $"{repository} has {packages} {(packages == 1 ? "package" : "packages")}. Delete {(packages == 1 ? "it" : "them")} first, or give "
            + "--with-packages beside --apply if all of it is to go.");

    public static Problem CopiesNothing(string place) => Error(
        "BTP4116",
        $"{place} has not said that it makes files of contents that it has (copies). Nothing was changed. Get the version and push it to "
            + "the other repository, or ask whoever runs the service for a newer one.");

    public static Problem OtherPublished(RepositoryAddress target, IReadOnlyList<string> files) => Error(
        "BTP4117",
        $"In {target} {Some(files)} {(files.Count == 1 ? "is" : "are")} there with other content, published or waiting. "
            + "Nothing was changed: give --override to replace what is there.");

    public static Problem NotPromoted(VersionAddress version, int failed, int files) => Error(
        "BTP4118",
        $"{failed} of {files} files could not be copied to {version}. Nothing of it was published; the same command goes on with it.");

    /// <param name="version">The version where it goes.</param>
    /// <param name="failure">What became of the publish.</param>
    /// <param name="seen">How many of its files are public; <see langword="null"/> if nobody can say.</param>
    /// <param name="files">How many are to be.</param>
    public static Problem NotPublished(VersionAddress version, BintrayException failure, int? seen, int files)
    {
        var state = seen switch
        {
            null => $"Whether its files are public in {version} could not be seen",
            0 => $"Nothing of it is public: its files wait in {version}",
            _ => $"{seen} of the {files} files are public in {version}",
        };
        return Followed(failure, $"{state}, and no texts were brought there. The same command goes on with it.");
    }

    public static Problem NotDescribed(VersionAddress version, BintrayException failure) => Followed(
        failure,
        $"The files of {version} are public; what package and version say of themselves (texts, attributes) is not all there. The same "
            + "command goes on with it.");

    public static Problem NotThere(string what, string place, string cure) => Error("BTP1046", $"{place} has no {what}. {cure}");

    /// <summary>By what happened, as the engine says it; a refusal for the call's own sake has only the service's words.</summary>
    public static Problem Refused(BintrayException refusal) => ReleaseFailure.Of(refusal) is { } ofRelease ? ofRelease
        : ServiceFailure.Of(refusal) is { } known ? Error(known.Code, $"{known.Happened} {known.Cure}")
        : Error("BTP1047", $"The service refused: {ServiceFailure.Said(refusal)}");

    public static Problem FileUnusable(string? file, string fault) => Error(
        "BTP1048", $"{(file is null ? "A file" : file)} cannot be read or written: {Sentence(fault)}", file);

    public static Problem KeyUnusable(string fault) => Error("BTP1049", $"There is nothing to log in with: {fault}.");

    public static Problem KeyRefused(string user, string host, string words) => Error(
        "BTP1050", $"{host} does not know the user '{user}' with this key: {Sentence(words)} Nothing was kept; look whether both are right "
            + "and meant for this service.");

    public static Problem KeyUnchecked(string host, string fault) => new(
        "BTP1051", Severity.Warning, $"The key is kept, and whether it works on {host} is not known: {Sentence(fault)}");

    public static Problem NoPackage(string file, string fault) => Error(
        "BTP1093", $"{file} is no NuGet package that can be read: {Sentence(fault)} Its id and version come from it, unless --package and "
            + "--version are given.", file);

    public static Problem SidecarUnusable(string file, string fault, int line = 0) => new(
        "BTP1094", Severity.Error, $"The properties in {file} cannot be used: {Sentence(fault)} Write "
            + $"{{ \"key\": \"value\", \"other\": [\"a\", \"b\"] }}.", file, line, line > 0
            ? 1
            : 0);

    public static Problem Cancelled(string done) => Error("BTP1052", $"The command was cancelled. {done}");

    public static Problem Unexpected(Exception cause) => Error(
        "BTP1053", $"The command ended in a way that was not foreseen: {cause.GetType().Name}: {Sentence(cause.Message)} Please report "
            + "it.");

    public static Problem OnlyFolders(string place) => Error(
        "BTP1054", $"{place} is no folder, and only the folder of a repository can be swept from here. If it is a service, ask whoever "
            + "runs it to start it with --sweep-every, or to run 'bintray-server sweep' on its data folder.");

    public static Problem NotSwept(string folder, string fault) => Error(
        "BTP1055", $"The folder {folder} could not be swept: {Sentence(fault)}");

    public static Problem NotReindexed(string repository, string place, string fault) => Error(
        "BTP5030", $"The index of {repository} was not made anew in {place}: {Sentence(fault)}");

    public static Problem FeedsUnknown(string release, string folder, string downloads) => Error(
        "BTP4083", $"Release {release} was published before, and in which repositories is not kept. Write the feed of each with: bintray "
            + $"feed <subject>/<repository> --url \"{folder}\" --download-url {downloads}");

    private static Problem Followed(BintrayException failure, string after)
    {
        var refused = Refused(failure).OnCommandLine();
        return refused with { Text = $"{refused.Text} {after}" };
    }

    /// <summary>The first of some names, and how many more there are.</summary>
    private static string Some(IReadOnlyList<string> names)
    {
        const int Most = 10;
        return string.Join(", ", names.Take(Most).Select(name => $"'{LogText.Shorten(name)}'"))
            + (names.Count > Most ? $" and {names.Count - Most} more" : "");
    }

    private static string Sentence(string text) => text.TrimEnd().TrimEnd('.') is var words && words.EndsWith('?') ? words : words + ".";

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);
}
