namespace BintrayPush.Server.Tests.Operations;

/// <summary>One configuration: options, variables and a file, with the same names (docs/server.md).</summary>
[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public void An_option_goes_before_a_variable_and_a_variable_before_the_file()
    {
        using var scene = new SettingsScene();
        scene.Write("""
            {
              // What everybody has.
              "$schema": "./server-settings.schema.json",
              "data": "of-file", "max-upload-mb": 1, "sweep-every": "12h", "read-only": true, "min-data-rate": 0.5,
            }
            """);
        scene.Variables["BINTRAY_SERVER_MAX_UPLOAD_MB"] = "2";
        scene.Variables["BINTRAY_SERVER_DATA"] = "of-variable";
        scene.Variables["BINTRAY_SERVER_INDEX"] = "";

        var settings = scene.Read("--config", scene.File, "--data", "of-option", "--json-log").Settings!;

        Assert.AreEqual("of-option", settings.Data);
        Assert.AreEqual(2L << 20, settings.MaxUploadBytes);
        Assert.AreEqual(TimeSpan.FromHours(12), settings.SweepEvery);
        Assert.AreEqual(0.5, settings.MinDataRate);
        Assert.IsTrue(settings.ReadOnly);
        Assert.IsTrue(settings.JsonLog);
        Assert.IsNull(settings.Index);
        Assert.AreEqual("http://127.0.0.1:8081", settings.Urls);
    }

    [TestMethod]
    public void The_file_may_be_named_by_a_variable_and_a_value_may_look_like_an_option()
    {
        using var scene = new SettingsScene();
        scene.Write("""{ "data": "--read-only", "index": "@answers" }""");
        scene.Variables["BINTRAY_SERVER_CONFIG"] = scene.File;

        var settings = scene.Read().Settings!;

        Assert.AreEqual("--read-only", settings.Data);
        Assert.AreEqual("@answers", settings.Index);
        Assert.AreEqual(scene.File, settings.ConfigurationFile);
    }

    [TestMethod]
    public void All_that_is_wrong_is_told_at_once_each_with_its_place()
    {
        using var scene = new SettingsScene();
        scene.Write("""
            {
              "red-only": true,
              "read-only": "yes",
              "max-upload-mb": 1.5,
              "sweep-every": "soon", "json-log": true,
              "json-log": false,
              "config": "other.json",
              "urls": "",
              "Kestrel": {
                "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificat": { "Path": "a.pem" } } },
                "EndpointDefaults": { "SslProtocols": "Tls12" }
              }
            }
            """);
        scene.Variables["BINTRAY_SERVER_SWEEP_EVRY"] = "1h";
        scene.Variables["BINTRAY_SERVER_CHANGE_WINDOW_DAYS"] = "many";
        scene.Variables["BINTRAY_SERVER_PUBLIC_URL"] = "https://joe:hunter2@packages.example.com";
        scene.Variables["Kestrel__Endpoints__Https__Certificate__KeyPat"] = "b.pem";

        Assert.AreEqual(
            """
            BINTRAY_SERVER_SWEEP_EVRY: error BTP4106: there is no setting of this name; 'BINTRAY_SERVER_DATA' is that of '--data', and so are the others
            Kestrel__Endpoints__Https__Certificate__KeyPat: error BTP4106: this is no value that Kestrel knows
            BINTRAY_SERVER_CHANGE_WINDOW_DAYS: error BTP4106: change-window-days is 'many' and has to be a whole number
            BINTRAY_SERVER_PUBLIC_URL: error BTP4106: public-url is 'https://***@packages.example.com'. Valid values: addresses such as https://packages.example.com
            server.json(2,3): error BTP4106: 'red-only' is no setting; docs/server.md has all of them, each without its '--'
            server.json(3,16): error BTP4106: 'read-only' has to be true or false
            server.json(6,15): error BTP4106: 'json-log' stands here for the second time; the first is at server.json(5,38)
            server.json(7,3): error BTP4106: 'config' is no setting; docs/server.md has all of them, each without its '--'
            server.json(8,11): error BTP4106: 'urls' has to be a text that is not empty
            server.json(10,61): error BTP4106: 'Kestrel:Endpoints:Https:Certificat' is nothing that Kestrel knows
            server.json(11,27): error BTP4106: 'Kestrel:EndpointDefaults:SslProtocols' has to be a list of texts
            server.json(4,20): error BTP4106: max-upload-mb is '1.5' and has to be a whole number
            server.json(5,18): error BTP4106: sweep-every is 'soon'. Valid values: a whole number with s, m, h or d behind it, for example 90s, 30m, 12h or 7d, at most 30d
            --data: error BTP4106: where the data are is not said. Give --data, or BINTRAY_SERVER_DATA, or "data" in the file of --config
            """,
            scene.FaultsOf("--config", scene.File));
    }

    [TestMethod]
    [DataRow("", "server.json(1,1): error BTP4106: this is no JSON: ")]
    [DataRow("[]", "server.json(1,1): error BTP4106: the file has to be one JSON object")]
    [DataRow("{\n  \"data\": \"ä\", data }", "server.json(2,16): error BTP4106: this is no JSON: ")]
    [DataRow("{ \"data\": \"a\" } { }", "server.json(1,17): error BTP4106: this is no JSON: ")]
    [DataRow("{ \"\\ud800\": \"a\" }", "server.json(1,3): error BTP4106: this text is no Unicode")]
    public void A_file_that_is_no_object_is_told_with_its_place(string text, string fault)
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(scene.Write(text).FaultsOf("--config", scene.File, "--data", "x"), fault);
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_a_fault()
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(
            scene.FaultsOf("--config", scene.File, "--data", "x"), "server.json: error BTP4106: the file cannot be read: ");
    }

    [TestMethod]
    public void What_a_cluster_puts_into_every_environment_is_no_setting()
    {
        using var scene = new SettingsScene();
        foreach (var name in new[] { "PORT", "PORT_8081_TCP_ADDR", "SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP" })
        {
            scene.Variables["BINTRAY_SERVER_" + name] = "tcp://10.0.0.1:8081";
        }

        Assert.AreEqual("", scene.FaultsOf("--data", "x"));
    }

    [TestMethod]
    [DataRow("--accel-location", "/files", "--data", "s3://bucket/a", "--accel-location: error BTP4106: --accel-location is for data folders")]
    [DataRow("--cache", "c", "--data", "d", "--cache: error BTP4106: --cache and --redirect-contents are for buckets")]
    [DataRow("--max-upload-mb", "-5", "--data", "d", "--max-upload-mb: error BTP4106: max-upload-mb is '-5' and has to be 0 or more")]
    [DataRow("--metrics", "http://0.0.0.0:8081", "--data", "d", "--metrics: error BTP4106: 'http://0.0.0.0:8081' has a port that callers reach")]
    [DataRow("--urls", "8081", "--data", "d", "--urls: error BTP4106: '8081' is no address to listen on")]
    public void Settings_that_do_not_go_together_are_told_with_the_place_of_one(string a, string b, string c, string d, string fault)
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(scene.FaultsOf(a, b, c, d), fault);
    }
}
