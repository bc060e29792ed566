using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BintrayPush.Testing;

/// <summary>Where a server listens: it asks the system for a port, and says which one it got.</summary>
internal static class ServerAddress
{
    /// <summary>Whatever port is free.</summary>
    public const string Any = "http://127.0.0.1:0";

    private static readonly Regex Serving = new(@"Serving .+ on (?<url>http://\S+)$");

    /// <summary>Whether a line of the server's output says where it serves.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out Uri? url)
    {
        var match = Serving.Match(line);
        url = match.Success ? new Uri(match.Groups["url"].Value + "/") : null;
        return match.Success;
    }
}
