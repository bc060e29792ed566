using System.Text.RegularExpressions;

namespace BintrayPush.Places;

/// <summary>Where a push goes, as its URL says it: a folder, a service or a bucket.</summary>
public abstract record ChosenPlace
{
    /// <summary>The repository that the embedded repository has without being asked for one.</summary>
    public const string EmbeddedRepo = "local/nuget";

    /// <summary>The URL that means the embedded repository, and says that it is meant.</summary>
    public const string EmbeddedWord = "embedded";

    /// <summary>The variable that names the user's own folder (<see cref="Home"/>).</summary>
    public const string HomeVariable = "BINTRAY_HOME";

    private static readonly Regex HostAndPort = new(
        @"^([A-Za-z0-9_-][A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$", RegexOptions.CultureInvariant);
    private static readonly Regex DottedHost = new(@"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\.?$", RegexOptions.CultureInvariant);

    private const string BucketScheme = "s3";

    private ChosenPlace()
    {
    }

    /// <summary>How messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it makes a missing repository without being told to, because it has no administrator who would.</summary>
    public virtual bool CreatesRepositories => false;

    /// <summary>Whether a receipt means this place; another one would answer for files that were never pushed to it.</summary>
    /// <param name="destination">The destination as the receipt has it.</param>
    public abstract bool IsNamedBy(string destination);

    /// <summary>A folder of this machine.</summary>
    /// <param name="Path">Its absolute path.</param>
    /// <param name="IsEmbedded">Whether it is the embedded repository, the default.</param>
    public sealed record Folder(string Path, bool IsEmbedded) : ChosenPlace
    {
        /// <inheritdoc/>
        public override string Name => Path;

        /// <inheritdoc/>
        public override bool CreatesRepositories => true;

        /// <inheritdoc/>
        public override bool IsNamedBy(string destination) =>
            string.Equals(destination.TrimEnd('/', '\\'), Path.TrimEnd('/', '\\'), PathComparison);

        private static StringComparison PathComparison => System.IO.Path.DirectorySeparatorChar == '\\'
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
    }

    /// <summary>A service spoken to over HTTP.</summary>
    /// <param name="Url">Its base URL.</param>
    public sealed record Service(ServiceUrl Url) : ChosenPlace
    {
        /// <inheritdoc/>
        public override string Name => Url.ToString();

        /// <inheritdoc/>
        public override bool IsNamedBy(string destination) => ServiceUrl.TryParse(destination, out var url, out _) && url == Url;
    }

    /// <summary>A bucket of an S3-compatible engine.</summary>
    /// <param name="Address">Its address in full, which names the same place wherever it is read again.</param>
    /// <param name="Shown">How messages call it, where its address was not read yet.</param>
    public sealed record Bucket(string Address, string? Shown = null) : ChosenPlace
    {
        /// <inheritdoc/>
        public override string Name => Shown ?? Address;

        /// <inheritdoc/>
        public override bool CreatesRepositories => true;

        /// <inheritdoc/>
        public override bool IsNamedBy(string destination) => destination == Address;
    }

    /// <summary>Reads the URL of the place; complaints go to the reader.</summary>
    /// <param name="url">A base URL, a folder, a bucket, or nothing for the embedded repository.</param>
    /// <param name="allowInsecure">Whether plain http may be spoken to another machine.</param>
    /// <param name="baseFolder">What a relative path is relative to.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="reader">Gets the complaints.</param>
    public static ChosenPlace? Choose(
        string? url, bool allowInsecure, string baseFolder, Func<string, string?> environment, PlaceReader reader)
    {
        if (string.IsNullOrWhiteSpace(url) || EmbeddedWord.Equals(url!.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return Home(environment, reader) is { } home ? new Folder(Path.Combine(home, "repository"), IsEmbedded: true) : null;
        }

        var text = url!.Trim();
        if (LooksLikeHost(text, baseFolder))
        {
            reader.Add(
                text.IndexOf('@') >= 0
                    ? PlaceProblems.CredentialsInUrl(reader.Url)
                    : PlaceProblems.SchemeMissing(reader.Url, text));
            return null;
        }

        var scheme = SchemeOf(text);
        if (scheme == BucketScheme && reader.Buckets is { } buckets)
        {
            return buckets.Choose(text, reader);
        }

        if (scheme is null)
        {
            return new Folder(Path.GetFullPath(Path.Combine(baseFolder, text)), IsEmbedded: false);
        }

        if (HoldsCredentials(text))
        {
            reader.Add(PlaceProblems.CredentialsInUrl(reader.Url));
            return null;
        }

        if (!text.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase))
        {
            reader.Add(PlaceProblems.UrlUnusable(reader.Url, text, $"after '{scheme}:' two slashes are missing"));
            return null;
        }

        if (scheme == BucketScheme)
        {
            reader.Add(PlaceProblems.BucketNotHere(reader.Url, text));
            return null;
        }

        if (scheme is "http" or "https")
        {
            return Remote(text, allowInsecure, reader);
        }

        if (scheme != "file")
        {
            reader.Add(PlaceProblems.UrlUnusable(reader.Url, text, $"'{scheme}' is no kind of place that is known here"));
        }
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var file) || file.LocalPath.Trim('/', '\\').Length == 0)
        {
            reader.Add(PlaceProblems.UrlUnusable(reader.Url, text, "it names no folder"));
        }
        else
        {
            return new Folder(Path.GetFullPath(file.LocalPath), IsEmbedded: false);
        }

        return null;
    }

    /// <summary>
    /// A host whose scheme was forgotten would be a folder of that name, and the push green: <c>host:port</c> is never taken for one, and
    /// a name with dots only if it is there.
    /// </summary>
    private static bool LooksLikeHost(string text, string baseFolder)
    {
        var (host, rest) = text.IndexOf('/') is >= 0 and var slash
            ? (text.Substring(0, slash), text.Substring(slash).TrimEnd('/'))
            : (text, "");
        return HostAndPort.IsMatch(host)
            || (DottedHost.IsMatch(host) && rest is "" or "/api/v1" && !Directory.Exists(Path.Combine(baseFolder, text)));
    }

    /// <summary>The user's own folder for everything of ours: BINTRAY_HOME, or <c>.bintray</c> in the home folder.</summary>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="reader">Gets the complaints.</param>
    public static string? Home(Func<string, string?> environment, PlaceReader reader)
    {
        var home = environment(HomeVariable);
        if (string.IsNullOrWhiteSpace(home))
        {
            var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (user.Length == 0)
            {
                reader.Add(PlaceProblems.HomeUnusable(reader.Url, "is not set, and this user has no home folder"));
                return null;
            }

            home = Path.Combine(user, ".bintray");
        }

        // Relative to what? Each project has another folder, and the repository is one for the machine.
        if (!Path.IsPathRooted(home))
        {
            reader.Add(PlaceProblems.HomeUnusable(reader.Url, $"is '{home}', a relative path"));
            return null;
        }

        return Path.GetFullPath(home!);
    }

    /// <summary>
    /// Looked at first, so that no other complaint repeats them. A mistyped URL hides where its parts end, so any <c>@</c> counts,
    /// except in the path of a file URL.
    /// </summary>
    internal static bool HoldsCredentials(string url) => SchemeOf(url) switch
    {
        null => false,
        "file" =>
            url.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
                && url.Substring("file://".Length).Split('/', '\\')[0].IndexOf('@') >= 0,
        _ => url.IndexOf('@') >= 0,
    };

    /// <summary>The scheme of a URL in small letters, or nothing for a path. A drive is one letter, a scheme has more.</summary>
    private static string? SchemeOf(string text)
    {
        var colon = text.IndexOf(':');
        return colon > 1 && text[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
            && text.Substring(0, colon)
                .All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '+' or '.' or '-')
            ? text.Substring(0, colon).ToLowerInvariant()
            : null;
    }

    private static Service? Remote(string text, bool allowInsecure, PlaceReader reader)
    {
        if (!ServiceUrl.TryParse(text, out var service, out var fault))
        {
            reader.Add(PlaceProblems.UrlUnusable(reader.Url, text, fault));
            return null;
        }

        if (service.IsExposed && !allowInsecure)
        {
            reader.Add(PlaceProblems.Insecure(reader.Url, service.ToString()));
            return null;
        }

        return new Service(service);
    }
}
