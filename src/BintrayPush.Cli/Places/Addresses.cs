using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>What a command is about, as it is written: names separated by slashes. Whatever is wrong is wrong usage.</summary>
internal static class Addresses
{
    public const string OfVersion = "subject/repository/package/version";
    public const string OfFile = "subject/repository/path";
    public const string OfFileOrVersion = "subject/repository/path, or subject/repository/package[/version]";
    public const string OfDeletable = "subject/repository[/package[/version[/path]]]";
    public const string OfRepository = "subject/repository";
    public const string OfAnything = "subject[/repository[/package[/version]]]";

    /// <summary>What is wrong with a name, by its place in an address.</summary>
    private static readonly Func<string, string?>[] FaultAt =
    [
        RepositoryAddress.FaultInSubject, RepositoryAddress.FaultInName, PackageAddress.FaultInName, VersionAddress.FaultInName,
    ];

    public static VersionAddress Version(string text)
    {
        var names = text.Split('/');
        Require(names.Length == FaultAt.Length ? FaultIn(names) : $"it has {names.Length} names, not four", text, OfVersion);
        return Version(names);
    }

    public static RepositoryAddress Repository(string text)
    {
        var names = text.Split('/');
        Require(names.Length == 2 ? FaultIn(names) : $"it has {names.Length} names, not two", text, OfRepository);
        return RepositoryAddress.Of(names[0], names[1]);
    }

    /// <summary>A subject, as a text, or a repository.</summary>
    public static object SubjectOrRepository(string text)
    {
        var names = text.Split('/');
        Require(names.Length <= 2 ? FaultIn(names) : $"it has {names.Length} names, not one or two", text, "subject[/repository]");
        return names.Length == 1 ? names[0] : RepositoryAddress.Of(names[0], names[1]);
    }

    public static FileAddress File(string text)
    {
        var names = text.Split('/', 3);
        Require(names.Length == 3 ? FaultIn(names[..2]) : "it has no path", text, OfFile);
        return RepositoryPath.TryParse(names[2], out var path, out var fault)
            ? new FileAddress(RepositoryAddress.Of(names[0], names[1]), path)
            : throw Wrong(fault, text, OfFile);
    }

    /// <summary>A subject, a repository, a package or a version, by how many names there are.</summary>
    public static object Anything(string text)
    {
        var names = text.Split('/');
        Require(
            names.Length <= FaultAt.Length ? FaultIn(names) : $"it has {names.Length} names, and four are the most", text, OfAnything);
        return names.Length switch
        {
            1 => names[0],
            2 => RepositoryAddress.Of(names[0], names[1]),
            3 => Package(names),
            _ => Version(names),
        };
    }

    /// <summary>A repository, a package or a version, and the path of a file of the version if there are more names.</summary>
    public static (object Thing, RepositoryPath? File) Deletable(string text)
    {
        var names = text.Split('/', FaultAt.Length + 1);
        Require(names.Length < 2 ? "it has no repository" : FaultIn(names[..Math.Min(names.Length, FaultAt.Length)]), text, OfDeletable);
        return names.Length switch
        {
            2 => (RepositoryAddress.Of(names[0], names[1]), null),
            3 => (Package(names), null),
            4 => (Version(names), null),
            _ => RepositoryPath.TryParse(names[^1], out var path, out var fault)
                ? (Version(names), path)
                : throw Wrong(fault, text, OfDeletable),
        };
    }

    /// <summary>
    /// What a command gets: a package or a version, if it has so many names and they can be that; nothing for what can only be a file.
    /// </summary>
    public static MetadataOwner? PackageOrVersion(string text) => text.Split('/') switch
    {
        { Length: 3 } names when FaultIn(names) is null => Package(names),
        { Length: 4 } names when FaultIn(names) is null => Version(names),
        _ => null,
    };

    private static PackageAddress Package(string[] names) => PackageAddress.Of(RepositoryAddress.Of(names[0], names[1]), names[2]);

    private static VersionAddress Version(string[] names) => VersionAddress.Of(Package(names), names[3]);

    private static string? FaultIn(string[] names) =>
        names.Select((name, i) => FaultAt[i](name)).FirstOrDefault(fault => fault is not null);

    private static void Require(string? fault, string text, string form)
    {
        if (fault is not null)
        {
            throw Wrong(fault, text, form);
        }
    }

    private static CommandFailure Wrong(string fault, string text, string form) =>
        CommandFailure.Usage(Complaints.NotAnAddress(text, form, fault));
}
