namespace BintrayPush.Server.Downloads;

/// <summary>
/// Leaves the sending of files to a web server before this one: the answer names the file in <c>X-Accel-Redirect</c>, as nginx takes it,
/// and has no body. Who may have the file was decided here, and its content never changes under its name.
/// </summary>
/// <param name="prefix">The location of the web server that stands for the data folder; it ends in a slash.</param>
/// <param name="data">The data folder.</param>
internal sealed class WebServerFiles(string prefix, string data)
{
    private readonly string _data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + Path.DirectorySeparatorChar;

    /// <summary>Whether a text can be such a location.</summary>
    public static bool IsLocation(string text) =>
        text.StartsWith('/') && text.Length > 1
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '.')
            && !text.Contains("//", StringComparison.Ordinal) && !text.Split('/').Contains("..");

    /// <summary>Answers with where the file lies, if it lies in the data folder.</summary>
    public bool TrySend(HttpResponse response, Stream content, string type, DateTimeOffset modified, string entityTag)
    {
        if (content is not FileStream { Name: var file } || !file.StartsWith(_data, StringComparison.Ordinal))
        {
            return false;
        }

        var place = file[_data.Length..].Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString);
        PlainDownload.Describe(response, type, modified, entityTag);
        response.ContentLength = 0;
        response.Headers["X-Accel-Redirect"] = prefix + string.Join('/', place);
        return true;
    }
}
