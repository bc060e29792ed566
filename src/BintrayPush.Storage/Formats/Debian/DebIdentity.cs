namespace BintrayPush.Storage.Formats.Debian;

/// <summary>
/// What tells packages apart for dpkg and apt, which take two of one identity for the same package: of those with other bytes a
/// distribution can have one.
/// </summary>
internal readonly record struct DebIdentity(string Package, string Version, string Architecture)
{
    /// <summary>The identity of a package by its stanza, whose fields may be written in any letters.</summary>
    public static DebIdentity Of(string stanza)
    {
        string package = "", version = "", architecture = "";
        foreach (var line in stanza.Split('\n'))
        {
            var colon = line.IndexOf(':');
            switch (colon < 0 ? "" : line.Substring(0, colon).ToUpperInvariant())
            {
                case "PACKAGE":
                    package = line.Substring(colon + 1).Trim();
                    break;
                case "VERSION":
                    version = line.Substring(colon + 1).Trim();
                    break;
                case "ARCHITECTURE":
                    architecture = line.Substring(colon + 1).Trim();
                    break;
            }
        }

        return new DebIdentity(package, version, architecture);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Package} {Version} ({Architecture})";
}
