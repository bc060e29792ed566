using System.Text.Json;

namespace BintrayPush.Server.Tests.Catalog;

/// <summary>
/// Licences of packages (protocol reference, sections 4 and 14): Bintray's names, and the identifiers of SPDX, which NuGet packages have.
/// </summary>
[TestClass]
public sealed class LicenceTests
{
    [TestMethod]
    [DataRow("MIT", "MIT")]
    [DataRow("mit", "MIT")]
    [DataRow("BSD 2-Clause", "BSD 2-Clause")]
    [DataRow("BSD-2-Clause", "BSD 2-Clause")]
    [DataRow("bsd-3-clause", "BSD 3-Clause")]
    [DataRow("GPL-2.0-only", "GPL-2.0")]
    [DataRow("GPL-3.0-only", "GPL-3.0-only")]
    [DataRow("GPL-3.0+", "GPL-3.0-or-later")]
    [DataRow("LGPL-2.1-or-later", "LGPL-2.1")]
    [DataRow("AGPL-3.0-only", "AGPL-V3")]
    [DataRow("Zlib", "ZLIB")]
    [DataRow("EPL-2.0+", "EPL-2.0")]
    [DataRow("0BSD", "0BSD")]
    [DataRow("blueoak-1.0.0", "BlueOak-1.0.0")]
    [DataRow("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0+CE")]
    [DataRow("Apache-2.0 WITH LLVM-exception", "Apache-2.0")]
    [DataRow("0BSD WITH LLVM-exception", "0BSD")]
    public async Task An_identifier_of_spdx_is_taken_under_bintrays_name(string sent, string kept)
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { RequireOssMetadata = true });
        await server.SendAsync("POST", "repos/acme/tools", "{}");

        var created = await server.SendAsync(
            "POST", "packages/acme/tools", $$"""{"name":"lib","licenses":["{{sent}}"],"vcs_url":"https://x.org/a.git"}""");
        Assert.AreEqual(201, created.Status, created.Body);
        CollectionAssert.AreEqual(new[] { kept }, Licences((await server.SendAsync("GET", "packages/acme/tools/lib")).Json));

        Assert.AreEqual(
            200, (await server.SendAsync("PATCH", "packages/acme/tools/lib", $$"""{"licenses":["ISC","{{sent}}","{{kept}}"]}""")).Status);
        CollectionAssert.AreEqual(new[] { "ISC", kept }, Licences((await server.SendAsync("GET", "packages/acme/tools/lib")).Json));
    }

    [TestMethod]
    [DataRow("Apache", "'Apache-1.0', 'Apache-1.1', 'Apache-2.0'")]
    [DataRow("BSD-2-Claus", "'BSD 2-Clause', ")]
    [DataRow("GPL2", "'GPL-2.0'")]
    [DataRow("The MIT License", "'MIT'")]
    [DataRow("Apache License 2.0", "'Apache-2.0'")]
    public async Task A_refusal_names_the_nearest_licences(string sent, string near)
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { RequireOssMetadata = true });
        await server.SendAsync("POST", "repos/acme/tools", "{}");

        var refused = await server.SendAsync(
            "POST", "packages/acme/tools", $$"""{"name":"lib","licenses":["{{sent}}"],"vcs_url":"https://x.org/a.git"}""");

        Assert.AreEqual(400, refused.Status);
        var words = refused.Json.GetProperty("message").GetString()!;
        StringAssert.StartsWith(words, $"license '{sent}' is not known; the nearest known ones are ", StringComparison.Ordinal);
        StringAssert.Contains(words, near, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("Apache-2.0 WITH Nonsense-exception")]
    [DataRow("Nonsense WITH LLVM-exception")]
    [DataRow("MIT++")]
    [DataRow(" ")]
    [DataRow("\u96fb\u96fb\u96fb")]
    public async Task What_is_no_licence_is_refused(string sent)
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { RequireOssMetadata = true });
        await server.SendAsync("POST", "repos/acme/tools", "{}");

        var refused = await server.SendAsync(
            "POST", "packages/acme/tools", $$"""{"name":"lib","licenses":["{{sent}}"],"vcs_url":"https://x.org/a.git"}""");

        Assert.AreEqual(400, refused.Status);
        StringAssert.Contains(refused.Body, "is not known", StringComparison.Ordinal);
    }

    private static string[] Licences(JsonElement package) =>
        [.. package.GetProperty("licenses").EnumerateArray().Select(licence => licence.GetString()!)];
}
