using System.Text.Json;
using System.Text.Json.Serialization;
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
    private sealed class VersionConverter : JsonConverter<NuGetVersion>
    {
        public override NuGetVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            global::NuGet.Versioning.NuGetVersion.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, NuGetVersion value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToFullString());
    }
}
