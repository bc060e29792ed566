using System.Text.Json;
using BintrayPush.Feed.Model;

namespace BintrayPush.Server.Feed.Index;

/// <summary>A deprecation as the index keeps it.</summary>
internal static class DeprecationText
{
    public static string? Write(Deprecation? deprecation) =>
        deprecation is null ? null : JsonSerializer.Serialize(deprecation, PackageJson.Default.Deprecation);

    public static Deprecation? Read(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, PackageJson.Default.Deprecation);
}
