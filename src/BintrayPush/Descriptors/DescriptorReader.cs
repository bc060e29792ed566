using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>A descriptor that was read, or everything that is wrong with it.</summary>
/// <param name="Descriptor">The descriptor; <see langword="null"/> if there is an error.</param>
/// <param name="Problems">Errors and warnings with their lines, in the order of the file.</param>
public sealed record DescriptorReading(BintrayDescriptor? Descriptor, IReadOnlyList<Problem> Problems);

/// <summary>
/// Reads descriptors (semantics reference 3.2 to 3.4). Whatever the content is, the result is a descriptor that can be obeyed or a
/// list of all its problems, never an exception.
/// </summary>
public static class DescriptorReader
{
    /// <summary>The largest descriptor, in bytes.</summary>
    public const int LargestFile = 1024 * 1024;

    /// <summary>Reads a descriptor from a file.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="variables">The values for <c>${Name}</c>.</param>
    public static DescriptorReading ReadFile(string path, DescriptorVariables variables)
    {
        if (!DescriptorName.IsDescriptor(path))
        {
            return new DescriptorReading(null, [DescriptorProblems.NotADescriptorName(path)]);
        }

        try
        {
            return RegularFile.ReadAllBytes(path, LargestFile) is { } content
                ? Read(content, variables, path)
                : new DescriptorReading(null, [DescriptorProblems.DescriptorTooLarge(path, LargestFile)]);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new DescriptorReading(null, [DescriptorProblems.DescriptorUnreadable(path, cause)]);
        }
    }

    /// <summary>Reads a descriptor from memory.</summary>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <param name="variables">The values for <c>${Name}</c>.</param>
    /// <param name="file">The file it came from, for messages.</param>
    public static DescriptorReading Read(byte[] content, DescriptorVariables variables, string? file = null)
    {
        if (content.Length > LargestFile)
        {
            return new DescriptorReading(null, [DescriptorProblems.DescriptorTooLarge(file, LargestFile)]);
        }

        var state = new DescriptorReadingState();
        var root = new SourceReader(new SourceText(content, file), variables, state.Problems).Read();
        BintrayDescriptor? descriptor = null;
        if (root is { Kind: JsonValueKind.Object })
        {
            descriptor = Read(new ObjectReader(root, "", state));
        }
        else if (root is not null)
        {
            state.Problems.Add(DescriptorProblems.WrongType(root.Position, "The descriptor", "an object", root.KindName));
        }

        return new DescriptorReading(state.Problems.HasError ? null : descriptor, state.Problems.Sorted);
    }

    /// <summary>The fields that mean something in each object, for the schema to agree with.</summary>
    internal static IReadOnlyDictionary<string, HashSet<string>> KnownFields()
    {
        var state = new DescriptorReadingState();
        var everything = """{ "repo": {}, "package": { "attributes": {} }, "version": { "attributes": {} } }"""u8.ToArray();
        Read(
            new ObjectReader(
                new SourceReader(new SourceText(everything, null), DescriptorVariables.None, state.Problems).Read()!, "", state));
        return state.Fields;
    }

    private static BintrayDescriptor? Read(ObjectReader root)
    {
        var repository = root.Object("repo");
        var package = RequiredObject(root, "package");
        var version = RequiredObject(root, "version");
        var target = TargetFields.Read(repository, package, version);
        var clause = repository is null ? null : RepositoryOf(repository);
        var descriptor = new BintrayDescriptor
        {
            // Stands in for a name that is missing or illegal, which is an error, so it is never shown.
            Target = target ?? VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("none", "none"), "none"), "none"),
            Repository = clause,
            PackageAttributes = package is null ? [] : AttributeFields.Read(package),
            VersionAttributes = version is null ? [] : AttributeFields.Read(version),
            GpgSign = version?.Flag("gpgSign"),
            Package = package is null ? new() : PackageOf(package),
            Version = version is null ? new() : VersionOf(version),
            Selection = SelectionFields.Read(root),
            Publish = root.Flag("publish"),
        };
        root.WarnOfMisspellings();
        return target is null ? null : descriptor;
    }

    private static ObjectReader? RequiredObject(ObjectReader root, string field)
    {
        if (root.Value(field) is null)
        {
            root.Add(DescriptorProblems.FieldMissing(root.Position, field));
        }

        return root.Object(field);
    }

    private static RepositoryClause RepositoryOf(ObjectReader fields) => new(
        new RepositoryDetails().Visit(new DescriptorFields(fields)) with
        {
            Other = fields.Others("owner", "created", "package_count", "updateExisting"),
        },
        fields.Flag("updateExisting") ?? false);

    private static PackageDetails PackageOf(ObjectReader fields) => new PackageDetails().Visit(new DescriptorFields(fields)) with
    {
        Other = fields.Others(
            "owner", "created", "updated", "versions", "latest_version", "attribute_names", "followers_count", "linked_to_repos", "rating",
            "rating_count", "system_ids"),
    };

    private static VersionDetails VersionOf(ObjectReader fields) => new VersionDetails().Visit(new DescriptorFields(fields)) with
    {
        Other = fields.Others("package", "repo", "owner", "labels", "attribute_names", "created", "updated", "ordinal"),
    };
}
