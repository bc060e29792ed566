using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Feed.Model;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed.Index;

/// <summary>What packages say of themselves, as the index keeps it.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = [typeof(VersionConverter)])]
[JsonSerializable(typeof(NuGetPackage))]
[JsonSerializable(typeof(SymbolPackage))]
[JsonSerializable(typeof(Deprecation))]
[JsonSerializable(typeof(ListedVersion[]))]
internal sealed partial class PackageJson : JsonSerializerContext
{
    /// <summary>What was written of a package.</summary>
    /// <exception cref="DamagedIndexException">It is something else.</exception>
    public static T Read<T>(string? facts, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(facts ?? "null", type) ?? throw new DamagedIndexException("a package has nothing to say");
        }
        catch (JsonException fault)
        {
            throw new DamagedIndexException(fault.Message, fault);
        }
    }

    private sealed class VersionConverter : JsonConverter<NuGetVersion>
    {
        public override NuGetVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            global::NuGet.Versioning.NuGetVersion.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, NuGetVersion value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToFullString());
    }
}
