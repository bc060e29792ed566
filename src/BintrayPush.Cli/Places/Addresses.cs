using BintrayPush.Api.Names;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>What a command is about, as it is written: names separated by slashes. Whatever is wrong is wrong usage.</summary>
internal static class Addresses
{
    public const string OfVersion = "subject/repository/package/version";
    public const string OfFile = "subject/repository/path";
    public const string OfAnything = "subject[/repository[/package[/version]]]";

    public static VersionAddress Version(string text) => Read(text, OfVersion, () =>
    {
        var names = text.Split('/');
        return names.Length == 4 ? Version(names) : throw new FormatException($"it has {names.Length} names, not four");
    });

    public static FileAddress File(string text) => Read(text, OfFile, () =>
    {
        var names = text.Split('/', 3);
        return names.Length == 3
            ? new FileAddress(RepositoryAddress.Of(names[0], names[1]), RepositoryPath.Of(names[2]))
            : throw new FormatException("it has no path");
    });

    /// <summary>A subject, a repository, a package or a version, by how many names there are.</summary>
    public static object Anything(string text) => Read<object>(text, OfAnything, () =>
    {
        var names = text.Split('/');
        return names.Length switch
        {
            1 => RepositoryAddress.SubjectOf(names[0]),
            2 => RepositoryAddress.Of(names[0], names[1]),
            3 => Package(names),
            4 => Version(names),
            _ => throw new FormatException($"it has {names.Length} names, and four are the most"),
        };
    });

    private static PackageAddress Package(string[] names) => PackageAddress.Of(RepositoryAddress.Of(names[0], names[1]), names[2]);

    private static VersionAddress Version(string[] names) => VersionAddress.Of(Package(names), names[3]);

    private static T Read<T>(string text, string form, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException fault)
        {
            throw CommandFailure.Usage(Complaints.NotAnAddress(text, form, fault.Message));
        }
    }
}
