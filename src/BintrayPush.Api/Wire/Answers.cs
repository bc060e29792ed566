using System.Text.Json;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Wire;

/// <summary>
/// Reads the objects of the service's answers (protocol reference, sections 3 to 7, 12). Fields that are missing, null or of
/// another type count as not given: servers differ in what they send, and no answer may break a push that does not need it.
/// </summary>
internal static class Answers
{
    /// <summary>2 to the power of 53: JSON numbers above it are not exact everywhere, and no file is that large.</summary>
    private const double LargestExactNumber = 9007199254740992;

    public static Repository Repository(JsonElement json, RepositoryAddress address) => new()
    {
        Address = address,
        Details = new RepositoryDetails().Visit(new FieldReader(json)),
        Created = Date(json, "created") ?? default,
        PackageCount = (int?)Number(json, "package_count") ?? 0,
    };

    public static Package Package(JsonElement json, PackageAddress address) => new()
    {
        Address = address,
        Details = new PackageDetails().Visit(new FieldReader(json)),
        AttributeNames = Texts(json, "attribute_names") ?? [],
        Created = Date(json, "created") ?? default,
        Updated = Date(json, "updated") ?? default,
        Versions = Texts(json, "versions") ?? [],
        Downloads = Number(json, "total_downloads") is >= 0 and <= LargestExactNumber and var count ? (long)count : null,
    };

    /// <summary>A package of a search, which says itself where it is.</summary>
    /// <exception cref="BintrayException">It does not, or not so that anybody could go there.</exception>
    public static Package FoundPackage(JsonElement json) => Package(json, Known(() => PackageAddress.Of(
        RepositoryAddress.Of(NameIn(json, "owner"), NameIn(json, "repo")), NameIn(json, "name"))));

    private static string NameIn(JsonElement json, string name) =>
        Text(json, name) ?? throw new FormatException($"a package that was found has no {name}");

    public static PackageVersion Version(JsonElement json, VersionAddress address) => new()
    {
        Address = address,
        Details = new VersionDetails().Visit(new FieldReader(json)),
        AttributeNames = Texts(json, "attribute_names") ?? [],
        Created = Date(json, "created") ?? default,
        Updated = Date(json, "updated") ?? default,
        Published = Flag(json, "published") ?? false,
        Ordinal = (int?)Number(json, "ordinal") ?? 0,
    };

    /// <summary>
    /// A file of a listing, and whether the service says that it is published; <see langword="null"/> if it does not say.
    /// </summary>
    /// <exception cref="BintrayException">What makes a file a file is missing.</exception>
    public static (RepositoryFile File, bool? Published) File(JsonElement json, RepositoryAddress repository)
    {
        try
        {
            var package = PackageAddress.Of(repository, Needed(json, "package"));
            var file = new RepositoryFile
            {
                Version = VersionAddress.Of(package, Needed(json, "version")),
                Path = RepositoryPath.Of(Needed(json, "path")),
                Size = Number(json, "size") is >= 0 and <= LargestExactNumber and var size
                    ? (long)size
                    : throw new FormatException("a file has no size"),
                Sha1 = Needed(json, "sha1").ToLowerInvariant(),
                Sha256 = Text(json, "sha256")?.ToLowerInvariant(),
                Created = Date(json, "created") ?? default,
                Debian = Debian(json),
                IsDamaged = Flag(json, "damaged") ?? false,
            };
            return (file.Visit(new FieldReader(json)), Flag(json, "published"));
        }
        catch (FormatException fault)
        {
            throw new BintrayException(BintrayException.NoAnswer, $"the service lists a file that makes no sense: {fault.Message}", fault);
        }
    }

    public static IReadOnlyList<AttributeValues> Attributes(JsonElement json) =>
        [.. Items(json).Where(item => Text(item, "name") is not null).Select(
            item => new AttributeValues(Text(item, "name")!, Type(Text(item, "type")), Values(item)))];

    public static Document? Document(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("bintray", out var block) && Text(block, "content") is { } content
            ? new Document(Text(block, "syntax")?.ToUpperInvariant() switch
            {
                "ASCIIDOC" => DocumentSyntax.Asciidoc,
                "PLAIN_TEXT" => DocumentSyntax.PlainText,
                _ => DocumentSyntax.Markdown,
            }, content)
            : null;

    public static IEnumerable<JsonElement> Items(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray()
        : throw new BintrayException(
            BintrayException.NoAnswer, "the service answers something else where a list is expected; is this a Bintray API?");

    public static string? Text(JsonElement json, string name) =>
        Field(json, name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

    public static double? Number(JsonElement json, string name) =>
        Field(json, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetDouble(out var number) ? number : null;

    /// <summary>A name that the service made up itself may still be one we cannot use.</summary>
    public static T Known<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException fault)
        {
            throw new BintrayException(BintrayException.NoAnswer, $"the service uses a name that makes no sense: {fault.Message}", fault);
        }
    }

    private static JsonElement? Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;

    private static string Needed(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"a file has no {name}");

    /// <summary>The documentation prints some flags as text (protocol reference, section 17).</summary>
    public static bool? Flag(JsonElement json, string name) => Field(json, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var flag) => flag,
        _ => null,
    };

    public static DateTimeOffset? Date(JsonElement json, string name) => WireDate.TryParse(Text(json, name), out var date) ? date : null;

    private static IReadOnlyList<string>? Texts(JsonElement json, string name) =>
        Field(json, name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : null;

    private static DebianCoordinates? Debian(JsonElement json)
    {
        var debian = new DebianCoordinates(Text(json, "deb_distribution"), Text(json, "deb_component"), Text(json, "deb_architecture"));
        return debian == new DebianCoordinates(null, null, null) ? null : debian;
    }

    private static AttributeType Type(string? name) =>
        Enum.TryParse<AttributeType>(name, ignoreCase: true, out var type) ? type : AttributeType.String;

    private static IReadOnlyList<string> Values(JsonElement attribute) => Field(attribute, "values") switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Value)],
        { ValueKind: JsonValueKind.Null } or null => [],
        { } single => [Value(single)],
    };

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Reads fields of the details of an object.</summary>
    private sealed class FieldReader(JsonElement json) : IFieldVisitor
    {
        public string? Text(string name, string? value) => Answers.Text(json, name);

        public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => Answers.Texts(json, name);

        public bool? Flag(string name, bool? value) => Answers.Flag(json, name);

        public int? Number(string name, int? value) => (int?)Answers.Number(json, name);

        public DateTimeOffset? Instant(string name, DateTimeOffset? value) => Answers.Date(json, name);
    }
}
