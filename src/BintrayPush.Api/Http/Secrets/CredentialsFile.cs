using System.Text.Json;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Http.Secrets;

/// <summary>
/// The user's credentials file, <c>credentials.json</c> in BINTRAY_HOME: an object whose keys are hosts (with the port, unless it is
/// the scheme's own) and whose values hold <c>user</c> and <c>key</c>. A file that others can read is refused.
/// </summary>
public static class CredentialsFile
{
    private const int LongestFile = 1 << 20;

    /// <summary>The credentials for a host, or <see langword="null"/> if there is no file or it has none for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="host">As <see cref="ServiceUrl.Host"/> gives it; letter case makes no difference.</param>
    /// <exception cref="CredentialsFileException">The file is there and cannot be used; the message never holds its content.</exception>
    public static Credentials? Find(string path, string host)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            RegularFile.Check(path);
            RefuseIfOthersCanRead(path);
            var content = RegularFile.ReadAllBytes(path, LongestFile)
                ?? throw new CredentialsFileException(path, "it is too large to be a list of credentials");

            // As text: editors on Windows write a mark before it, and PowerShell's > writes UTF-16.
            using var text = new StreamReader(new MemoryStream(content));
            using var document = JsonDocument.Parse(text.ReadToEnd());
            return Entry(document.RootElement, host, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsFileException(path, $"it cannot be read ({cause.Message.TrimEnd('.')})");
        }
        catch (InvalidOperationException)
        {
            // How the parser says that a text has half of a character.
            throw new CredentialsFileException(path, "it holds a text that is not valid Unicode");
        }
        catch (JsonException cause)
        {
            throw new CredentialsFileException(path, $"it is not JSON, see line {(cause.LineNumber ?? 0) + 1}");
        }
    }

    private static Credentials? Entry(JsonElement root, string host, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new CredentialsFileException(path, "an object with hosts as keys is expected");
        }

        var found = root.EnumerateObject().Where(entry => string.Equals(entry.Name, host, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        return Answers.Text(found[0].Value, "user") is { Length: > 0 } user && Answers.Text(found[0].Value, "key") is { Length: > 0 } key
            ? new Credentials(user, new Secret(key))
            : throw new CredentialsFileException(path, $"the entry of {host} needs the texts \"user\" and \"key\"");
    }

    private static void RefuseIfOthersCanRead(string path)
    {
#if NET
        // On Windows the profile folder is closed to others as it is.
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new CredentialsFileException(path, "others can read it; run chmod 600 on it, and change the keys in it if that matters");
        }
#endif
    }
}

/// <summary>The credentials file cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="fault">Why.</param>
public sealed class CredentialsFileException(string path, string fault) : Exception($"{path}: {fault}")
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Why it cannot be used; never its content.</summary>
    public string Fault => fault;
}
