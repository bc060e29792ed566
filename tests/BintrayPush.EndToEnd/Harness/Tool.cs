namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// A program that does not come with the .NET SDK. Whoever has only the SDK skips the tests that need more, and is told what to
/// install; where <see cref="Required"/> is set, as .ci/run does, a missing program is a failure.
/// </summary>
public sealed class Tool
{
    public const string Required = "BINTRAYPUSH_REQUIRE_CLIENTS";

    private readonly string _name;
    private readonly string _debianPackage;

    private Tool(string name, string debianPackage)
    {
        _name = name;
        _debianPackage = debianPackage;
    }

    public static Tool Bash { get; } = new("bash", "bash");

    public static Tool Checksums { get; } = new("sha256sum", "coreutils");

    public static Tool OpenSsl { get; } = new("openssl", "openssl");

    /// <summary>The system's own, which has the packages of the system.</summary>
    public static Tool Python { get; } = new("/usr/bin/python3", "python3");

    /// <summary>Links native programs.</summary>
    public static Tool Compiler { get; } = new("gcc", "gcc");

    public static Tool GnuPG { get; } = new("gpg", "gnupg");

    public static Tool Curl { get; } = new("curl", "curl");

    /// <summary>Makes Debian packages.</summary>
    public static Tool DebianPackages { get; } = new("dpkg-deb", "dpkg");

    public static Tool Nginx { get; } = new("nginx", "nginx-light");

    public static Tool Wget { get; } = new("wget", "wget");

    public static Tool Node { get; } = new("node", "nodejs");

    public static Tool Npm { get; } = new("npm", "npm");

    public static Tool Maven { get; } = new("mvn", "maven");

    public static Tool Gradle { get; } = new("gradle", "gradle");

    public static Tool Java { get; } = new("java", "default-jre-headless");

    /// <summary>Whether everything that a test could need has to be there.</summary>
    public static bool AllAreRequired => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Required));

    /// <summary>Ends a test that lacks something.</summary>
    /// <param name="lack">What is not there, and how it is had.</param>
    public static void Missing(string lack)
    {
        if (AllAreRequired)
        {
            Assert.Fail($"{lack} ({Required} is set, so nothing is skipped.)");
        }

        Assert.Inconclusive($"{lack} (With {Required}=1 this is a failure.)");
    }

    /// <summary>The program's file; without one the test ends here.</summary>
    public string File()
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        // Servers lie where not every account looks.
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, _name + ending)))
            .FirstOrDefault(System.IO.File.Exists);
        if (found is null)
        {
            Missing($"'{_name}' is not on this machine; on Debian: apt-get install {_debianPackage}.");
        }

        return found!;
    }
}
