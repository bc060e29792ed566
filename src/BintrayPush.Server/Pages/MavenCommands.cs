using System.Xml.Linq;
using BintrayPush.Server.Search;

namespace BintrayPush.Server.Pages;

/// <summary>How a package comes from a Maven repository.</summary>
internal static class MavenCommands
{
    private const int MostDependencies = 5;

    /// <summary>The repository, for a POM.</summary>
    public static Command Repository(RepositorySetup setup) => new(
        "In pom.xml, once",
        new XElement(
            "repositories",
            new XElement("repository", new XElement("id", setup.Name), new XElement("url", setup.Folder))).ToString());

    /// <summary>The dependencies that a version is.</summary>
    public static IEnumerable<Command> Dependencies(VersionAddress version, IReadOnlyList<RepositoryFile> files) =>
        MavenIds.Of(files).Take(MostDependencies).Select(id => id.Split(':')).Select(id => new Command(
            "Dependency",
            new XElement(
                "dependency",
                new XElement("groupId", id[0]),
                new XElement("artifactId", id[^1]),
                new XElement("version", version.Name)).ToString()));
}
