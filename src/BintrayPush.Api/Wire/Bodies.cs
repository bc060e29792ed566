using System.Net.Http.Headers;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Wire;

/// <summary>Writes the JSON bodies of requests: compact, and without the fields that are not given (semantics reference 3.3.2).</summary>
internal static class Bodies
{
    public static HttpContent Repository(RepositoryDetails details, string? name) =>
        Named(name, DetailsFields.Of(details));

    public static HttpContent Package(PackageDetails details, string? name) =>
        Named(name, DetailsFields.Of(details));

    public static HttpContent Version(VersionDetails details, string? name) =>
        Named(name, DetailsFields.Of(details with { Released = null }), writer =>
        {
            if (details.Released is { } released)
            {
                writer.WriteString("released", WireDate.Format(released));
            }
        });

    public static HttpContent Attributes(IReadOnlyList<AttributeValues> attributes) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attribute.Name);
            writer.WriteStartArray("values");
            foreach (var value in attribute.Values)
            {
                WriteValue(writer, attribute.Type, value);
            }

            writer.WriteEndArray();
            writer.WriteString("type", attribute.Type.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static HttpContent Document(Document document) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("bintray");
        writer.WriteString("syntax", document.Syntax switch
        {
            DocumentSyntax.Asciidoc => "asciidoc",
            DocumentSyntax.PlainText => "plain_text",
            _ => "markdown",
        });
        writer.WriteString("content", document.Content);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A publish.</summary>
    /// <param name="wait">How long the service may wait until the files can be read.</param>
    /// <param name="expected">This project's own extension, only for a service that announced it.</param>
    public static HttpContent Publish(TimeSpan wait, IReadOnlyList<ExpectedFile>? expected) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("publish_wait_for_secs", (long)wait.TotalSeconds);
        WriteExpected(writer, expected);
        writer.WriteEndObject();
    });

    /// <summary>A copy: this project's own, only for a service that announced it.</summary>
    /// <param name="upload">Where it goes.</param>
    /// <param name="source">Of what.</param>
    public static HttpContent Copy(UploadRequest upload, FileAddress source) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("path", upload.Path.Value);
        writer.WriteString("sha256", upload.Sha256);
        writer.WriteBoolean("override", upload.Override);
        writer.WriteStartObject("from");
        writer.WriteString("subject", source.Repository.Subject);
        writer.WriteString("repo", source.Repository.Name);
        writer.WriteString("path", source.Path.Value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A release: this project's own, only for a service that announced it.</summary>
    /// <param name="versions">Its versions.</param>
    public static HttpContent Release(IReadOnlyList<ReleasedVersion> versions) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("versions");
        foreach (var (version, expected) in versions)
        {
            writer.WriteStartObject();
            WriteName(writer, version);
            WriteExpected(writer, expected);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>A leg: this project's own, only for a service that announced it.</summary>
    /// <param name="manifest">Its files.</param>
    public static HttpContent Leg(LegManifest manifest) => Json(writer =>
    {
        writer.WriteStartObject();
        LegJson.Write(writer, manifest);
        writer.WriteEndObject();
    });

    /// <summary>A seal.</summary>
    /// <param name="legs">The legs that are expected.</param>
    public static HttpContent Seal(IReadOnlyList<LegName> legs) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("legs");
        foreach (var leg in legs)
        {
            writer.WriteStringValue(leg.Name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>What is said with an identity token, as NuGet's trusted publishing has it.</summary>
    /// <param name="user">Whose key is asked for.</param>
    public static HttpContent SignIn(string user) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("username", user);
        writer.WriteString("tokenType", "ApiKey");
        writer.WriteEndObject();
    });

    public static HttpContent Discard() => Flag("discard", true);

    public static HttpContent Flag(string name, bool value) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean(name, value);
        writer.WriteEndObject();
    });

    private static HttpContent Named(string? name, JsonElement details, Action<Utf8JsonWriter>? more = null) => Json(writer =>
    {
        writer.WriteStartObject();
        if (name is not null)
        {
            writer.WriteString("name", name);
        }

        foreach (var field in details.EnumerateObject())
        {
            field.WriteTo(writer);
        }

        more?.Invoke(writer);
        writer.WriteEndObject();
    });

    /// <summary>The version of a release; its subject stands in the address of the call.</summary>
    internal static void WriteName(Utf8JsonWriter writer, VersionAddress version)
    {
        writer.WriteString("repo", version.Package.Repository.Name);
        writer.WriteString("package", version.Package.Name);
        writer.WriteString("version", version.Name);
    }

    private static void WriteExpected(Utf8JsonWriter writer, IReadOnlyList<ExpectedFile>? expected)
    {
        if (expected is null)
        {
            return;
        }

        writer.WriteStartArray("expected");
        foreach (var file in expected)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path.Value);
            writer.WriteString("sha256", file.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>
    /// Numbers and flags are JSON numbers and flags; a value that is neither travels as text, for the service to judge (3.3.4).
    /// </summary>
    private static void WriteValue(Utf8JsonWriter writer, AttributeType type, string value)
    {
        if (type == AttributeType.Boolean && bool.TryParse(value, out var flag))
        {
            writer.WriteBooleanValue(flag);
        }
        else if (type == AttributeType.Number && AttributeTypeRules.IsJsonNumber(value))
        {
            writer.WriteRawValue(value);
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }

    private static ByteArrayContent Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            write(writer);
        }

        return new ByteArrayContent(bytes.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
