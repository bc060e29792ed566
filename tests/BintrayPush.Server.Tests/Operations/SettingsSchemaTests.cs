using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BintrayPush.Server.Commands;
using BintrayPush.Server.Configuration;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>The published schema of the file of settings says what the options say.</summary>
[TestClass]
public sealed class SettingsSchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestMethod]
    public void The_published_schema_is_that_of_the_options()
    {
        var expected = Schema().ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

        Assert.AreEqual(expected, File.ReadAllText(OperatingFiles.PathOf("server-settings.schema.json")).ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public void The_page_of_the_server_has_every_option()
    {
        var page = File.ReadAllText(OperatingFiles.PathOf("server.md"));

        foreach (var option in new ServerOptions().All)
        {
            StringAssert.Contains(page, $"`{option.Name}");
        }
    }

    [TestMethod]
    [DataRow("server.md")]
    [DataRow("operating.md")]
    public void The_files_of_settings_on_the_pages_have_no_faults(string page)
    {
        using var scene = new SettingsScene();
        var files = OperatingFiles.BlocksOf(page, "json").ToArray();

        Assert.IsNotEmpty(files);
        foreach (var text in files)
        {
            Assert.AreEqual("", scene.Write(text).FaultsOf("--config", scene.File, "--data", "d"), text);
        }
    }

    private static JsonObject Schema()
    {
        var options = new ServerOptions();
        var properties = new JsonObject
        {
            [SettingsFile.SchemaName] = new JsonObject { ["type"] = "string" },
        };
        foreach (var option in options.All.Where(option => option != options.File))
        {
            properties[ServerOptions.NameOf(option)] = option == options.Retention
                ? SchemaOfRetention(option) : SchemaOf(option, isOfThisMachine: option == options.InstallationKey);
        }

        properties[KestrelShape.Section] = SchemaOf(KestrelShape.Root);
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Settings of bintray-server",
            ["description"] = "The file of --config: the options of bintray-server without their '--', and Kestrel's own section.",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject SchemaOfRetention(Option option) => new()
    {
        ["type"] = "object",
        ["description"] = option.Description,
        ["additionalProperties"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["keep-last"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                ["older-than"] = new JsonObject { ["type"] = "string" },
                ["prerelease-only"] = new JsonObject { ["type"] = "boolean" },
            },
        },
    };

    private static JsonObject SchemaOf(Option option, bool isOfThisMachine)
    {
        var type = ServerOptions.ValueTypeOf(option);
        var schema = new JsonObject
        {
            ["type"] = type == typeof(bool) ? "boolean" : SettingValues.IsWhole(type) ? "integer" : SettingValues.IsNumber(type) ? "number" : "string",
            ["description"] = option.Description,
        };
        if (!isOfThisMachine && ServerOptions.DefaultOf(option) is { } value)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value);
        }

        return schema;
    }

    private static JsonObject SchemaOf(KestrelShape shape)
    {
        if (shape.IsValue)
        {
            return new JsonObject { ["type"] = new JsonArray("string", "boolean", "number") };
        }

        if (shape.IsList)
        {
            return new JsonObject { ["type"] = "array", ["items"] = SchemaOf(shape.Any!) };
        }

        var schema = new JsonObject { ["type"] = "object" };
        schema["additionalProperties"] = shape.Any is { } any ? SchemaOf(any) : false;
        if (shape.Fields.Count > 0)
        {
            schema["properties"] = new JsonObject(shape.Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)SchemaOf(field.Value))));
        }

        return schema;
    }
}
