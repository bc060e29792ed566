using BintrayPush.Messages;

namespace BintrayPush.Places;

/// <summary>
/// What can be wrong with the place of a push and the way to it.
/// </summary>
public static class PlaceProblems
{
    /// <summary>The folder cannot be used.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fault">Why.</param>
    public static Problem FolderUnusable(string folder, string fault) => Error(
        "BTP1009",
        $"The folder {folder} cannot be used as a repository: {fault.TrimEnd('.')}. Set {Setting.Url}, or BINTRAY_HOME if that is "
            + "empty, to a folder that can be written.");

    /// <summary>There is a key for a service, and the push goes to the embedded repository because no URL is set.</summary>
    /// <param name="reason">What makes it doubtful.</param>
    /// <param name="repository">The embedded repository.</param>
    public static Problem EmbeddedUnexpected(string reason, string repository) => new(
        "BTP1013",
        Severity.Warning,
        $"{reason}, but {Setting.Url} is empty: the push goes to the embedded repository of this machine, {repository}. "
            + $"Set {Setting.Url} to the place that is meant.");

    /// <summary>
    /// A build server pushes onto its own disk, which is gone tomorrow, because no URL is set.
    /// </summary>
    /// <param name="server">The environment variable that marks a build server.</param>
    /// <param name="repository">The embedded repository.</param>
    public static Problem EmbeddedOnBuildServer(string server, string repository) => Error(
        "BTP1073",
        $"This is a build server ({server} is set), and {Setting.Url} is empty: the push would go to the embedded repository of this "
            + $"machine, {repository}. Set {Setting.Url} to the place that is meant, or to "
            + $"'{ChosenPlace.EmbeddedWord}' if that is the one.");

    /// <summary>A key stands where it would be kept.</summary>
    /// <param name="setting">What holds it.</param>
    public static Problem CredentialsInUrl(Setting setting) => Error(
        "BTP1008",
        $"{setting} holds a user name or a key, and a build log would keep them. Take them out, and change the key if a log has left this "
            + "machine; set BINTRAY_USER and BINTRAY_API_KEY in the environment instead.");

    internal static Problem UrlUnusable(Setting setting, string url, string fault) => Error(
        "BTP1009",
        $"{setting} is '{url}': {fault}. Give the base URL of a service, a folder (a path or file://), or leave it empty for the embedded "
            + "repository of this machine.");

    internal static Problem BucketNotHere(Setting setting, string address) => Error(
        "BTP4084",
        $"{setting} is the bucket '{address}', which cannot be used here: this is for a folder or a service. What is done to a whole "
            + "bucket is done by 'bintray-server' with this address as --data.");

    internal static Problem CredentialsOfBucket(Setting setting) => Error(
        "BTP4090",
        $"{setting} is the address of a bucket with a user or a key in it, and a build log would keep them. Take them out, and change the "
            + "key if a log has left this machine; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE) in the environment.");

    internal static Problem SchemeMissing(Setting setting, string text) => Error(
        "BTP1072",
        $"{setting} is '{text}', which may be the name of a host or of a folder. Write "
            + $"{SchemeOf(text)}://{text} for a service, or ./{text} for a folder.");

    private static string SchemeOf(string host) =>
        host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
            ? "http"
            : "https";

    internal static Problem HomeUnusable(Setting url, string fault) => Error(
        "BTP1009",
        $"BINTRAY_HOME {fault}. Set it to an absolute path, or set {url} to a folder.");

    internal static Problem Insecure(Setting setting, string url) => Error(
        "BTP1019",
        $"{setting} is {url}: plain http to another machine shows the key and the files to everybody on the way. Use https, or set "
            + $"{Setting.AllowInsecureConnections.On} if the way is safe.");

    /// <summary>A static feed is asked for where none can be.</summary>
    /// <param name="service">The service that is pushed to.</param>
    public static Problem StaticFeedOfService(string service) => Error(
        "BTP1135",
        $"{Setting.StaticFeed.On}, and {Setting.Url} is the service {service}: only a folder has a static feed, a service answers with "
            + $"feeds by itself. Take {Setting.StaticFeed} away, or set {Setting.Url} to a folder.");

    /// <summary>A static feed is asked for where none can be.</summary>
    /// <param name="bucket">The bucket that is pushed to.</param>
    public static Problem StaticFeedOfBucket(string bucket) => Error(
        "BTP1135",
        $"{Setting.StaticFeed.On}, and {Setting.Url} is the bucket {bucket}, which has no plain files beside which a feed could lie. Take "
            + $"{Setting.StaticFeed} away, or set {Setting.Url} to a folder.");

    /// <summary>The documents of a feed name each other by absolute addresses, and nobody has said which.</summary>
    public static Problem StaticFeedNowhere() => Error(
        "BTP1136",
        $"A static feed needs {Setting.DownloadUrl}: the address under which a web server answers with the folder 'dl' of the repository, "
            + "as https://packages.example.com. NuGet's clients follow only absolute addresses.");

    internal static Problem UserMissing() => Error(
        "BTP1023",
        $"BINTRAY_API_KEY is set, but there is no user to go with it. Set BINTRAY_USER in the environment, or {Setting.Repo}, whose "
            + "subject is taken otherwise.");

    internal static Problem UserIllegal(string where, string what) => Error(
        "BTP1090",
        $"{where} holds {what}, and no user name does: the service would take what comes behind it for the key. Give the name alone; the "
            + "key belongs into BINTRAY_API_KEY.");

    internal static Problem KeyIllegal(string source) => Error(
        "BTP1091",
        $"The key {source} holds a line break or another control character in its middle. Copy it again, as one line.");

    internal static Problem AddressWrong(Setting setting, string url, string fault, string meant) => Error(
        "BTP1092",
        $"{setting} is {url}: {fault}. Give the base URL of the service, which is probably {meant}.");

    /// <summary>The credentials file cannot be used.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">Why; never its content.</param>
    public static Problem CredentialsFileUnusable(string file, string fault) => Error(
        "BTP1024",
        $"The credentials file cannot be used: {fault}.",
        file);

    internal static Problem AuthorityFileUnusable(string file, string fault) => Error(
        "BTP1025",
        $"{Setting.CertificateAuthorityFile} names {file}: {fault}.",
        file);

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);
}
