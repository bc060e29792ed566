using System.Text.Json;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>Names that try to leave their place, where names stand: query, matrix parameters, headers, JSON.</summary>
internal static class HostileNames
{
    private const string Sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static readonly string[] Attacks =
    [
        "..",
        ".",
        "../evil",
        "../../../evil",
        "..\\evil",
        "a/evil",
        "a\\evil",
        "/etc/evil",
        "C:\\evil",
        "\\\\?\\C:\\evil",
        "_latest",
        "a\u0001evil",
        "a\u2028evil",
        new('e', 201),
    ];

    public static IEnumerable<HostileRequest> All => Attacks.SelectMany(attack => InUploads(attack).Concat(InJson(attack)));

    private static IEnumerable<HostileRequest> InUploads(string attack)
    {
        const string Target = "/content/acme/tools/evil.txt";
        var shown = HostilePaths.Shown(attack);
        foreach (var (encoding, text) in new[]
        {
            ("as it is", HostilePaths.Percent(attack, c => c is < ' ' or > '\u007e')), (
                "all encoded", HostilePaths.Percent(attack, _ => true)),
        })
        {
            yield return HostileRequest.Of(
                $"version {shown} in the query, {encoding}", "PUT", $"{Target}?bt_package=lib&bt_version={text}", "x");
            yield return HostileRequest.Of(
                $"version {shown} in a query with ';', {encoding}", "PUT", $"{Target}?bt_package=lib;bt_version={text}", "x");
            yield return HostileRequest.Of(
                $"package {shown} in the query, {encoding}", "PUT", $"{Target}?bt_package={text}&bt_version=1.0", "x");
            if (encoding != "as it is" || !attack.Contains('/'))
            {
                yield return HostileRequest.Of(
                    $"version {shown} in a matrix parameter, {encoding}", "PUT", $"{Target};bt_package=lib;bt_version={text}", "x");
                yield return HostileRequest.Of(
                    $"package {shown} in a matrix parameter, {encoding}", "PUT", $"{Target};bt_package={text};bt_version=1.0", "x");
            }
        }

        if (attack.All(char.IsAscii) && !attack.Contains('\u0001'))
        {
            yield return HostileRequest.Of(
                $"version {shown} in a header", "PUT", Target, "x", "X-Bintray-Package: lib", $"X-Bintray-Version: {attack}");
            yield return HostileRequest.Of(
                $"package {shown} in a header", "PUT", Target, "x", $"X-Bintray-Package: {attack}", "X-Bintray-Version: 1.0");
        }
    }

    private static IEnumerable<HostileRequest> InJson(string attack)
    {
        var shown = HostilePaths.Shown(attack);
        foreach (var (
            encoding,
            text) in new[] { ("as it is", JsonSerializer.Serialize(attack)), (
                "all escaped", $"\"{string.Concat(attack.Select(c => $"\\u{(int)c:x4}"))}\"") })
        {
            yield return HostileRequest.Of(
                $"name {shown} of a package in JSON, {encoding}", "POST", "/packages/acme/tools", $$"""{"name":{{text}}}""");
            yield return HostileRequest.Of($"name {shown} of a package as bare JSON, {encoding}", "POST", "/packages/acme/tools", text);
            yield return HostileRequest.Of(
                $"name {shown} of a version in JSON, {encoding}", "POST", "/packages/acme/tools/lib/versions", $$"""{"name":{{text}}}""");
            yield return HostileRequest.Of(
                $"path {shown} expected by a publish, {encoding}",
                "POST",
                "/content/acme/tools/lib/1.0/publish",
                $$"""{"expected":[{"path":{{text}},"sha256":"{{Sha256}}"}]}""");
        }
    }
}
