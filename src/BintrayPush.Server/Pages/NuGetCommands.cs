using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BintrayPush.Server.Pages;

/// <summary>How a package comes from a feed.</summary>
internal static partial class NuGetCommands
{
    /// <summary>The feed as a source.</summary>
    public static IReadOnlyList<Command> Source(RepositorySetup setup)
    {
        var isInsecure = setup.Feed.StartsWith("http:", StringComparison.Ordinal);
        var login = setup.IsPrivate
            ? " --username \"$BINTRAY_USER\" --password \"$BINTRAY_API_KEY\" --store-password-in-clear-text"
            : "";
        var insecure = isInsecure ? " --allow-insecure-connections" : "";
        var source = new XElement(
            "add",
            new XAttribute("key", setup.Name),
            new XAttribute("value", setup.Feed),
            isInsecure ? new XAttribute("allowInsecureConnections", "true") : null);
        return
        [
            new("Add the feed, once", $"dotnet nuget add source '{setup.Feed}' --name {setup.Name}{login}{insecure}"),
            new("Or in nuget.config", new XElement("configuration", new XElement("packageSources", source)).ToString()),
        ];
    }

    /// <summary>The package, where the name of its file says which it is.</summary>
    public static IReadOnlyList<Command> Package(VersionAddress version, IReadOnlyList<RepositoryFile> files)
    {
        var (id, number) = (version.Package.Name, version.Name);
        if (!Id().IsMatch(id) || !Number().IsMatch(number)
            || !files.Any(file => file.Path.FileName.Equals($"{id}.{number}.nupkg", StringComparison.OrdinalIgnoreCase)))
        {
            return [];
        }

        var reference = new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", number));
        return [new("Add to a project", $"dotnet add package {id} --version {number}"), new("Or in the project", reference.ToString())];
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[0-9][A-Za-z0-9.+-]*\z")]
    private static partial Regex Number();
}
