using System.Security.Cryptography;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>The real nginx before the server, with the configuration of docs/server.md: it sends the files, and the server says to whom.</summary>
[TestClass]
public sealed class NginxTests : Scenario
{
    private string Socket => At("nginx.sock");

    [TestMethod]
    public async Task Nginx_sends_the_files_with_all_their_headers_to_those_only_who_may_have_them()
    {
        var nginx = Tool.Nginx.File();
        _ = Tool.Curl.File();
        var data = At("data");
        var key = ServerUsers.AddAdmin(data);
        var options = new ServerProcessOptions { Environment = Command.Surroundings, Arguments = ["--accel-location", "/bintray-files"] };
        using var server = await ServerProcess.StartAsync(data, CancellationToken.None, options);
        using var http = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, key);
        var content = RandomNumberGenerator.GetBytes(100_000);
        foreach (var (repository, isPrivate) in new[] { ("tools", "false"), ("secret", "true") })
        {
            Assert.AreEqual(201, (await http.SendAsync("POST", $"repos/acme/{repository}", $$"""{"private":{{isPrivate}}}""")).Status);
            Assert.AreEqual(201, (await http.SendAsync("POST", $"packages/acme/{repository}", """{"name":"lib"}""")).Status);
            using var sent = await http.PutAsync($"content/acme/{repository}/lib/1.0/a%20b.zip?publish=1", new ByteArrayContent(content));
            Assert.IsTrue(sent.IsSuccessStatusCode);
        }

        Configure(server.Url, data);
        string[] configuration = ["-p", At("nginx"), "-c", At("nginx", "nginx.conf")];
        Command.Run(NextLog(), Folder, Environment, nginx, configuration).Succeeds();
        try
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));

            var head = Get("dl/acme/tools/a%20b.zip", "one.zip");
            CollectionAssert.AreEqual(content, File.ReadAllBytes(At("one.zip")));
            StringAssert.Contains(head, "HTTP/1.1 200");
            StringAssert.Contains(head, "Server: nginx");
            StringAssert.Contains(head, $"X-Checksum-Sha256: {sha256}");
            StringAssert.Contains(head, $"ETag: \"{sha256}\"");
            StringAssert.Contains(head, "Content-Type: application/x-zip-compressed");
            StringAssert.Contains(head, "X-Bintray-Version: 1.0");
            Assert.DoesNotContain("X-Accel", head);

            // The server itself names the file, and sends nothing of it.
            using var direct = await http.GetAsync("dl/acme/tools/a%20b.zip");
            Assert.AreEqual(0, (await direct.Content.ReadAsByteArrayAsync()).Length);
            StringAssert.StartsWith(direct.Headers.GetValues("X-Accel-Redirect").Single(), "/bintray-files/content/");

            StringAssert.Contains(Get("dl/acme/secret/a%20b.zip", "none"), "HTTP/1.1 401");
            Get("dl/acme/secret/a%20b.zip", "two.zip", "--user", $"{ServerUsers.Admin}:{key}");
            CollectionAssert.AreEqual(content, File.ReadAllBytes(At("two.zip")));
            StringAssert.Contains(Get("bintray-files/user/admin.json", "none"), "HTTP/1.1 404");
            StringAssert.Contains(Get("dl/acme/tools/a%20b.zip", "part", "--range", "0-9"), "HTTP/1.1 206");
            CollectionAssert.AreEqual(content[..10], File.ReadAllBytes(At("part")));
            StringAssert.Contains(
                Get("dl/acme/tools/a%20b.zip", "none", "--header", $"If-None-Match: \"{sha256}\""), "HTTP/1.1 304");
        }
        finally
        {
            Command.Run(NextLog(), Folder, Environment, nginx, [.. configuration, "-s", "stop"]).Succeeds();
        }
    }

    private void Configure(Uri server, string data)
    {
        var locations = Page.Read("docs/server.md").Take("Behind nginx", "text").Single().Text
            .Replace("http://127.0.0.1:8081", server.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("/srv/bintray/data/", data + "/", StringComparison.Ordinal);
        var user = System.Environment.UserName == "root" ? "user root;" : "";
        Directory.CreateDirectory(At("nginx", "logs"));
        Write("nginx/nginx.conf", $$"""
            {{user}}
            pid {{At("nginx", "nginx.pid")}};
            error_log {{At("nginx", "error.log")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{At("nginx", "body")}};
                proxy_temp_path {{At("nginx", "proxy")}};
                fastcgi_temp_path {{At("nginx", "fastcgi")}};
                uwsgi_temp_path {{At("nginx", "uwsgi")}};
                scgi_temp_path {{At("nginx", "scgi")}};
                server {
                    listen unix:{{Socket}};
            {{locations}}
                }
            }
            """);
    }

    /// <returns>The head of the answer.</returns>
    private string Get(string path, string file, params string[] options) => Command.Run(
        NextLog(), Folder, Environment, Tool.Curl.File(),
        [
            "--disable", "--silent", "--show-error", "--unix-socket", Socket, "--dump-header", "-", "--output", file, .. options,
            $"http://localhost/{path}",
        ]).Succeeds().Output;
}
