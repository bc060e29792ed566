using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Api.Names;
using BintrayPush.Report;
using BintrayPush.Tests.House;

namespace BintrayPush.Tests.Pushing;

/// <summary>The published schema says what receipts hold: no field less, and none that no receipt has.</summary>
[TestClass]
public sealed class ReceiptSchemaTests
{
    private readonly HashSet<string> _seen = [];

    [TestMethod]
    public async Task Receipts_of_every_end_fit_the_schema_and_together_they_have_all_of_its_fields()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "receipt.schema.json")));
        using var scene = await PushScene.BeginAsync();
        scene.Limits = scene.Limits with { Timings = true };
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        var archive = scene.WriteZip("a.zip", 2026, System.IO.Compression.CompressionLevel.Optimal, ("one.txt", "1"));

        var done = await scene.PushAsync(scene.Write("x.txt", "1"), archive with { Explode = true });
        var failed = await scene.PushAsync(scene.Write("x.txt", "2"));
        var cancelled = await scene.PushAsync(settings => settings, ended.Token, scene.Write("y.txt", "1"));
        var refused = failed with
        {
            Files = [],
            Problems = [new("BTP2001", Messages.Severity.Error, "no descriptor", "bintray-info.json", 3, 4)],
        };

        var staged = await scene.PushAsync(
            settings => settings with { Leg = new(ReleaseId.Of("17"), LegName.Of("win")) }, scene.Write("z.txt", "1"));

        var withFeed = staged with
        {
            Leg = staged.Leg! with { StagedFeeds = ["https://packages.example.com/nuget/acme/nuget/staged/17/v3/index.json"] },
        };
        var shown = done with { Project = "Acme.csproj", Feeds = [new("https://packages.example.com/acme/nuget/v3/index.json", 1, 9, 0, [])] };
        foreach (var (receipt, state) in new[]
                 {
                     (shown, "Done"), (failed, "Failed"), (cancelled, "Cancelled"), (refused, "Refused"), (withFeed, "Done"),
                 })
        {
            ReceiptFile.Write(receipt, scene.At("receipt.json"));
            using var document = JsonDocument.Parse(File.ReadAllText(scene.At("receipt.json")));
            Assert.AreEqual(state, document.RootElement.GetProperty("state").GetString());
            Fits(document.RootElement, schema.RootElement, "receipt");
        }

        CollectionAssert.AreEquivalent(FieldsOf(schema.RootElement, "receipt").ToArray(), _seen.ToArray());
    }

    private void Fits(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("const", out var constant))
        {
            Assert.AreEqual(constant.GetRawText(), value.GetRawText(), place);
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            Assert.Contains(value.GetString(), words.EnumerateArray().Select(word => word.GetString()), place);
        }

        if (schema.TryGetProperty("pattern", out var pattern))
        {
            StringAssert.Matches(value.GetString()!, new Regex(pattern.GetString()!), place);
        }

        var type = schema.TryGetProperty("type", out var named) ? named.GetString() : null;
        Assert.IsTrue(
            type switch
            {
                null => true,
                "object" => value.ValueKind == JsonValueKind.Object,
                "array" => value.ValueKind == JsonValueKind.Array,
                "string" => value.ValueKind == JsonValueKind.String,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
                    && (!schema.TryGetProperty("minimum", out var least) || number >= least.GetInt64()),
                _ => false,
            },
            $"{place} is {value.GetRawText()}, and should be of the type {type}.");
        if (schema.TryGetProperty("items", out var item))
        {
            foreach (var entry in value.EnumerateArray())
            {
                Fits(entry, item, place);
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var field in value.EnumerateObject())
            {
                Assert.IsTrue(properties.TryGetProperty(field.Name, out var known), $"{place} has {field.Name}, which the schema lacks.");
                _seen.Add($"{place}.{field.Name}");
                Fits(field.Value, known, $"{place}.{field.Name}");
            }

            foreach (var required in schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!))
            {
                Assert.IsTrue(value.TryGetProperty(required, out _), $"{place} lacks {required}.");
            }
        }
    }

    private static IEnumerable<string> FieldsOf(JsonElement schema, string place) =>
        schema.TryGetProperty("items", out var item) ? FieldsOf(item, place)
        : schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().SelectMany(
                field => FieldsOf(field.Value, $"{place}.{field.Name}").Prepend($"{place}.{field.Name}"))
        : [];
}
