using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BintrayPush.Server.Rehearsal;
using BintrayPush.Server.Tests.Operations;

namespace BintrayPush.Server.Tests.Rehearsal;

/// <summary>The file of faults, its schema, and when a server does not take it (docs/rehearsal.md).</summary>
[TestClass]
public sealed class FaultFileTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestMethod]
    public void The_published_schema_has_the_fields_that_are_read()
    {
        var schema = JsonNode.Parse(File.ReadAllText(OperatingFiles.PathOf("faults.schema.json")))!;
        var expected = new JsonObject(FaultField.All.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)SchemaOf(field))));

        Assert.AreEqual(
            expected.ToJsonString(Indented), schema["properties"]!["faults"]!["items"]!["properties"]!.ToJsonString(Indented));
    }

    [TestMethod]
    public void The_file_on_the_page_has_no_faults_and_neither_have_those_of_the_menu()
    {
        var page = File.ReadAllText(OperatingFiles.PathOf("rehearsal.md"));
        using var whole = new FaultScene(OperatingFiles.BlocksOf("rehearsal.md", "json").Single());
        var menu = page.Split('`').Where(part => part.StartsWith("{ \"fault\"", StringComparison.Ordinal)).ToArray();
        using var listed = FaultScene.Of(string.Join(",\n", menu));

        Assert.AreEqual("", whole.Wrong);
        Assert.AreEqual("", listed.Wrong);
        Assert.IsGreaterThan(9, menu.Length);
    }

    [TestMethod]
    public void All_that_is_wrong_is_told_at_once_with_line_and_column()
    {
        using var scene = new FaultScene("""
            {
              "sead": 1, "seed": -1,
              "faults": [
                { "fault": "answer" },
                { "fault": "explode" },
                { "status": 503 },
                { "fault": "answer", "status": 99, "nth": 0 },
                { "fault": "cut", "bytes": 1, "seconds": 2, "path": "content" },
                { "fault": "answer", "status": 503, "nth": 1, "every": 2, "when": "later", "colour": "red" },
                { "fault": "lag", "looks": 1, "times": 2 },
                { "fault": "lag" },
                "answer"
              ]
            }
            """);

        Assert.AreEqual(
            """
            faults.json(2,3): error BTP4130: 'sead' is nothing that such a file has: it has 'seed' and 'faults'
            faults.json(2,22): error BTP4130: 'seed' has to be a whole number, 0 or more
            faults.json(4,5): error BTP4130: a fault that is 'answer' needs 'status'
            faults.json(5,16): error BTP4130: 'fault' has to be 'answer' or 'delay' or 'lag' or 'cut' or 'shorten' or 'reset'
            faults.json(6,5): error BTP4130: a fault has to say what it is: 'fault' is missing
            faults.json(7,36): error BTP4130: 'status' has to be a whole number, 200 to 599
            faults.json(7,47): error BTP4130: 'nth' has to be a whole number, 1 or more
            faults.json(8,35): error BTP4130: 'seconds' has no meaning for a fault that is 'cut'
            faults.json(8,57): error BTP4130: 'path' has to begin with a slash, and to have 500 characters at most
            faults.json(9,71): error BTP4130: 'when' has to be 'before' or 'after'
            faults.json(9,80): error BTP4130: 'colour' is nothing that a fault has; docs/rehearsal.md says what there is
            faults.json(9,16): error BTP4130: only one of 'nth', 'every' and 'percent' can be said
            faults.json(10,35): error BTP4130: 'times' has no meaning for a fault that is 'lag'
            faults.json(11,5): error BTP4130: a fault that is 'lag' needs 'seconds' or 'looks'
            faults.json(12,5): error BTP4130: a fault has to be an object: { "fault": "answer", "status": 503 }
            """,
            scene.Wrong);
    }

    [TestMethod]
    [DataRow("{ \"faults\": [] }", "faults.json(1,1): error BTP4130: there is no fault in it")]
    [DataRow("{ \"faults\": [", "faults.json(1,14): error BTP4130: this is no JSON")]
    [DataRow("[]", "faults.json(1,1): error BTP4130: the file has to be one JSON object: { \"faults\"")]
    public void A_file_without_faults_is_told(string text, string wrong)
    {
        using var scene = new FaultScene(text);

        StringAssert.StartsWith(scene.Wrong, wrong);
    }

    [TestMethod]
    public void The_settings_tell_what_is_wrong_in_the_file_of_faults()
    {
        using var scene = FaultScene.Of("""{ "fault": "delay" }""");
        using var settings = new SettingsScene();

        StringAssert.EndsWith(
            settings.FaultsOf("--data", "d", "--faults", scene.File), "faults.json(1,26): error BTP4130: a fault that is 'delay' needs 'seconds'");
    }

    [TestMethod]
    [DataRow("--urls", "http://0.0.0.0:8081", "others reach it at 'http://0.0.0.0:8081'")]
    [DataRow("--urls", "http://127.0.0.1:1;https://packages:2", "others reach it at 'https://packages:2'")]
    [DataRow("--public-url", "https://packages.example.com", "--public-url says that others use it")]
    [DataRow("--forwarded-for", "true", "--forwarded-for says that a proxy serves others from it")]
    [DataRow("--accel-location", "/files/", "--accel-location says that a proxy serves others from it")]
    public void A_server_that_others_reach_does_not_fail_on_purpose_unless_that_is_said(string option, string value, string reason)
    {
        using var scene = FaultScene.Of("""{ "fault": "answer", "status": 503 }""");
        using var settings = new SettingsScene();
        string[] options = ["--data", "d", "--faults", scene.File, option, value];

        StringAssert.StartsWith(settings.FaultsOf(options), "--faults: error BTP4106: --faults makes a server fail, and ");
        StringAssert.Contains(settings.FaultsOf(options), reason);
        Assert.AreEqual("", settings.FaultsOf([.. options, "--faults-for-others"]));
    }

    [TestMethod]
    public void An_address_in_the_section_of_Kestrel_counts_too()
    {
        using var scene = FaultScene.Of("""{ "fault": "answer", "status": 503 }""");
        using var settings = new SettingsScene();
        settings.Write("""{ "Kestrel": { "Endpoints": { "All": { "Url": "http://*:8081" } } } }""");

        StringAssert.Contains(
            settings.FaultsOf("--data", "d", "--faults", scene.File, "--config", settings.File), "others reach it at 'http://*:8081'");
    }

    private static JsonObject SchemaOf(FaultField field)
    {
        var schema = new JsonObject
        {
            ["type"] = !field.IsNumber ? "string" : field.IsWhole ? "integer" : "number",
            ["description"] = field.Description,
        };
        if (field.Words.Count > 0)
        {
            schema["enum"] = new JsonArray([.. field.Words.Select(word => (JsonNode)word)]);
        }

        if (field.IsNumber)
        {
            schema["minimum"] = (long)field.Least;
            if (field.Most < int.MaxValue)
            {
                schema["maximum"] = (long)field.Most;
            }
        }

        return schema;
    }
}
