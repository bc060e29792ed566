using System.Globalization;
using BintrayPush.Pushing;

namespace BintrayPush.Build;

/// <summary>Every text of the tasks: complaints with their codes, and what people see of a push.</summary>
internal static class Texts
{
    // Complaints

    public static Problem Unexpected(Exception cause) => Error(
        "BTP1000",
        $"The push ended in a way that was not foreseen: {cause.GetType().Name}: {cause.Message} Please report it with a binary log (-bl).");

    public static Problem InvalidValue(string name, string value, string valid, string? file = null) => Error(
        "BTP1007",
        $"{name} is '{value}'. Valid values: {valid}.",
        file);

    public static Problem CredentialsInUrl(string property) => Error(
        "BTP1008",
        $"{property} holds a user name or a key, and a build log would keep them. Take them out, and change the key if a log has left this machine; set BINTRAY_USER and BINTRAY_API_KEY in the environment instead.");

    public static Problem UrlUnusable(string property, string url, string fault) => Error(
        "BTP1009",
        $"{property} is '{url}': {fault}. Give the base URL of a service, a folder (a path or file://), or leave it empty for the embedded repository of this machine.");

    public static Problem Insecure(string property, string url) => Error(
        "BTP1019",
        $"{property} is {url}: plain http to another machine shows the key and the files to everybody on the way. Use https, or set BintrayAllowInsecureConnections=true if the way is safe.");

    public static Problem UserMissing() => Error(
        "BTP1023",
        "BINTRAY_API_KEY is set, but there is no user to go with it. Set BINTRAY_USER in the environment, or BintrayRepo, whose subject is taken otherwise.");

    public static Problem CredentialsFileUnusable(string file, string fault) => Error(
        "BTP1024",
        $"The credentials file cannot be used: {fault}.",
        file);

    public static Problem AuthorityFileUnusable(string file, string fault) => Error(
        "BTP1025",
        $"BintrayCertificateAuthorityFile names {file}: {fault}.",
        file);

    public static Problem FolderUnusable(string folder, string fault) => Error(
        "BTP1009",
        $"The folder {folder} cannot be used as a repository: {fault.TrimEnd('.')}. Set BintrayUrl, or BINTRAY_HOME if that is empty, to a folder that can be written.");

    public static Problem HomeUnusable(string fault) => Error(
        "BTP1009",
        $"BINTRAY_HOME {fault}. Set it to an absolute path, or set BintrayUrl to a folder.");

    public static Problem PackOutputMissing(string file) => Error(
        "BTP1011",
        $"Pack was to make {file}, and it is not there. Usual causes: OutputFileNamesWithoutVersion is true (the version must be in the name), a NuspecFile whose id or version come from tokens that only the command line gives, or something deleted the file after the pack.",
        file);

    public static Problem PackUnreadable(string file, string fault) => Error(
        "BTP1011",
        $"{file} is not a readable package: {fault} Pack again.",
        file);

    public static Problem IdentityMismatch(string file, string found, string expected) => Error(
        "BTP1012",
        $"{Path.GetFileName(file)} says that it is {found}, but the project says {expected}. Pack again, or let only one place set PackageId and PackageVersion.",
        file);

    public static Problem NuspecUnreadable(string file, string fault) => Error(
        "BTP1012",
        $"The id and version of {file} cannot be read: {fault} Correct the file, or set BintrayPackage and BintrayVersion and name the package as a BintrayArtifact item.",
        file);

    public static Problem EmbeddedOnBuildServer(string reason, string repository) => Warning(
        "BTP1013",
        $"{reason}, but BintrayUrl is empty: the push goes to the embedded repository of this machine, {repository}. Set BintrayUrl to the place that is meant.");

    public static Problem DebugConfiguration(string destination) => Warning(
        "BTP1014",
        $"The Debug configuration is pushed to {destination}. Push a release build: add -c Release.");

    public static Problem AttributeInvalid(string name, string fault) => Error(
        "BTP1017",
        $"BintrayAttribute '{name}': {fault}.");

    public static Problem PublishOutputMissing(string file) => Error(
        "BTP1018",
        $"Publish was to make {file}, and it is not there. Publish again, or keep other targets from deleting it before it is pushed.",
        file);

    public static Problem PublishOutputEmpty(string project) => Error(
        "BTP1018",
        $"{project} published no file, so there is nothing to zip. Set IsPublishable to true, or BintrayIncludePublishOutput to false.");

    public static Problem PublishOutputNotZipped(string zip, string fault) => Error(
        "BTP1018",
        $"The publish output cannot be zipped into {zip}: {fault} Look whether the disk is full, or another program holds a file.",
        zip);

    public static Problem PublishOutputTwice(string path, string first, string second) => Error(
        "BTP1018",
        $"Two files are published as {path}: {first} and {second}. Give one of them another place.",
        second);

    public static Problem ReceiptUnwritable(string file, string fault) => Error(
        "BTP1021",
        $"The receipt cannot be written to {file}: {fault} What the push did stands in this log; set BintrayReceiptFile to another place.");

    public static Problem ModeUnknown(string mode) => Error(
        "BTP1022",
        $"BintrayPushMode is '{mode}'. Valid values: Build, Files.");

    public static Problem RootUnusable(string name, string fault) => Error(
        "BTP1026",
        $"BintrayRoot '{name}': {fault}.");

    public static Problem DescriptorUnwritable(string file, string fault) => Error(
        "BTP1027",
        $"The descriptor cannot be written to {file}: {fault} Set BintrayDescriptorOutputPath to another place.",
        file);

    // What people see

    public static string Pushed(PushedFile file) =>
        $"  {file.Outcome,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Size ?? 0)})" + file switch
        {
            { Published: true, Url: { } url } => $": {url}",
            { Published: true } => ", published in a private repository",
            { Outcome: Outcome.Skipped or Outcome.Failed } => "",
            _ => ", not public yet",
        };

    /// <summary>The closing line. The terminal logger knows its form and shows what follows the arrow as the project's result.</summary>
    public static string Total(string project, Receipt receipt)
    {
        var counts = new[] { Outcome.Uploaded, Outcome.Replaced, Outcome.Unchanged, Outcome.Skipped, Outcome.Failed }
            .Select(outcome => (outcome, count: receipt.Files.Count(file => file.Outcome == outcome)))
            .Where(entry => entry.count > 0)
            .Select(entry => entry.count.ToString(CultureInfo.InvariantCulture) + " " + entry.outcome.ToString().ToLowerInvariant());
        var bytes = receipt.Files.Where(file => file.Outcome is not (Outcome.Skipped or Outcome.Failed)).Sum(file => file.Size ?? 0);
        var seconds = receipt.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{project} -> {receipt.Place}: {string.Join(", ", counts)}, {Size(bytes)}, {seconds} s";
    }

    /// <summary>What a dry run found: changes of metadata, then a line per file unless they are too many.</summary>
    public static IEnumerable<string> Previewed(PushPreview preview, bool withFiles) =>
        preview.Changes.Select(change => "  would " + change)
            .Concat(preview.Files.Where(_ => withFiles).Select(file =>
                $"  {file.Intention,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Artifact.Size ?? 0)})"
                + (file.Coordinates.Path is { } path && file.Intention != Intention.Skip ? $": {file.Coordinates.Repository}/{path}" : "")));

    /// <summary>The closing line of a dry run.</summary>
    public static string Total(string project, PushPreview preview)
    {
        var counts = preview.Files.GroupBy(file => file.Intention).OrderBy(same => same.Key)
            .Select(same => same.Count().ToString(CultureInfo.InvariantCulture) + " " + same.Key.ToString().ToLowerInvariant());
        return $"{project} -> {preview.Destination}: dry run, {string.Join(", ", counts)}, {Size(preview.BytesToSend)} to send";
    }

    private static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);

    private static Problem Warning(string code, string text, string? file = null) => new(code, Severity.Warning, text, file);
}
