using System.Text;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>Bodies that are no JSON, or JSON that is meant to break whoever reads it.</summary>
internal static class HostileBodies
{
    /// <summary>What the server under attack takes at most.</summary>
    public const int LongestJson = 20_000;

    private static readonly (string Name, byte[] Body)[] Shapes =
    [
        ("a deep list", Of(new string('[', 9_000))),
        ("a deep list that ends", Of(new string('[', 500) + new string(']', 500))),
        ("a deep object", Of(string.Concat(Enumerable.Repeat("{\"name\":", 500)) + "1" + new string('}', 500))),
        ("half an object", Of("{\"name\":\"evil\"")),
        ("two objects", Of("{\"name\":\"evil\"}{\"name\":\"evil\"}")),
        ("a form", Of("name=evil&desc=x")),
        ("XML with an entity", Of("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")),
        ("a null character", Of("\0")),
        ("UTF-16", Encoding.Unicode.GetBytes("{\"name\":\"evil\"}")),
        ("bytes that are no UTF-8", [.. Of("{\"name\":\"evil"), 0xff, 0xc0, 0xae, .. Of("\",\"content\":\"x\"}")]),
        ("a name that is no UTF-8", [.. Of("{\"evil"), 0xff, 0xc0, 0xae, .. Of("\":\"x\"}")]),
        ("half a surrogate pair", Of("""{"name":"evil\ud800","list_in_downloads":true,"passphrase":"\udfff"}""")),
        ("half a surrogate pair in a name", Of("""{"\ud800":1,"name":"evil"}""")),
        ("longer than allowed", Of("{\"name\":\"" + new string('e', LongestJson) + "\"}")),
        ("a comment", Of("{/* evil */\"name\":\"evil\"}")),
        ("NaN", Of("{\"name\":NaN}")),
    ];

    private static readonly (string Method, string Target)[] Calls =
    [
        ("POST", "/repos/acme/evil"), ("PATCH", "/repos/acme/tools"), ("POST", "/packages/acme/tools"), (
            "PATCH", "/packages/acme/tools/lib"),
        ("POST", "/packages/acme/tools/lib/versions"), (
            "PATCH", "/packages/acme/tools/lib/versions/1.0"), ("POST", "/packages/acme/tools/lib/attributes"),
        ("PATCH", "/packages/acme/tools/lib/versions/1.0/attributes"), ("POST", "/search/attributes/acme/tools"), (
            "POST", "/content/acme/tools/lib/1.0/publish"),
        ("POST", "/gpg/acme/tools/lib/versions/1.0"), ("PUT", "/file_metadata/acme/tools/a.txt"), (
            "POST", "/packages/acme/tools/lib/readme"),
    ];

    /// <summary>Values of a wrong kind or beyond all measure.</summary>
    private static readonly (string Method, string Target, string Body)[] Values =
    [
        ("POST", "/repos/acme/evil", """{"version_update_max_days":1e999}"""),
        ("POST", "/repos/acme/evil", """{"version_update_max_days":99999999999}"""),
        ("POST", "/repos/acme/evil", """{"type":"../evil"}"""),
        ("POST", "/repos/acme/evil", """{"private":{}}"""),
        ("POST", "/repos/acme/evil", """{"labels":[[]]}"""),
        ("POST", "/packages/acme/tools", """{"name":["evil"]}"""),
        ("POST", "/packages/acme/tools", """{"name":null}"""),
        ("POST", "/packages/acme/tools", "[]"),
        ("POST", "/packages/acme/tools/lib/versions", """{"name":"evil","released":"99999-99-99"}"""),
        ("POST", "/packages/acme/tools/lib/versions", """{"name":"evil","released":"0000-00-00T00:00:00Z"}"""),
        ("POST", "/packages/acme/tools/lib/versions", """{"name":"evil","released":"9999-12-31T23:59:59.999-14:00"}"""),
        ("POST", "/packages/acme/tools/lib/versions", """{"name":"evil","released":"0001-01-01T00:00:00.000+14:00"}"""),
        ("POST", "/packages/acme/tools/lib/attributes", """[{"name":"x","values":[{}]}]"""),
        ("POST", "/packages/acme/tools/lib/attributes", """[{"name":"x","values":["1e"],"type":"number"}]"""),
        ("POST", "/packages/acme/tools/lib/attributes", """[{"name":"x","values":["1,\"evil\":2"],"type":"number"}]"""),
        ("POST", "/packages/acme/tools/lib/attributes", """[{"name":"x","values":["true,1"],"type":"boolean"}]"""),
        ("POST", "/packages/acme/tools/lib/attributes", """[[]]"""),
        ("POST", "/search/attributes/acme/tools", """[{"x":[[]]}]"""),
        ("POST", "/content/acme/tools/lib/1.0/publish", """{"expected":{}}"""),
        ("POST", "/content/acme/tools/lib/1.0/publish", """{"expected":[[]]}"""),
        ("POST", "/content/acme/tools/lib/1.0/publish", """{"expected":[{"path":"a","sha256":"../evil"}]}"""),
        ("POST", "/content/acme/tools/lib/1.0/publish", """{"publish_wait_for_secs":1e99}"""),
        ("PUT", "/file_metadata/acme/tools/a.txt", """{"list_in_downloads":[]}"""),
        ("POST", "/packages/acme/tools/lib/readme", """{"bintray":"evil"}"""),
    ];

    public static IEnumerable<HostileRequest> All =>
    [
        .. from shape in Shapes from call in Calls select HostileRequest.Of(
            $"JSON: {shape.Name}, in {call.Method} {call.Target}", call.Method, call.Target, shape.Body),
        .. Values.Select(
            value => HostileRequest.Of($"JSON: {value.Body}, in {value.Method} {value.Target}", value.Method, value.Target, value.Body)),
    ];

    private static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);
}
