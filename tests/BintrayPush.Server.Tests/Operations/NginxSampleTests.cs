using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>The real nginx with docs/nginx-bintray.conf: TLS, a prefix, uploads of any size.</summary>
[TestClass]
public sealed class NginxSampleTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-nginx-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task The_sample_is_sound_and_serves_below_its_prefix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The sample is for nginx on Unix.");
        }

        await using var server = await RunningServer.StartAsync(
            settings => settings with { ForwardedFor = true, PublicUrl = new Uri("https://packages.example.com/packages") });
        var configuration = Configure(server.Url);
        string[] nginx = ["-p", _folder, "-c", configuration];
        var (code, said) = OperatingFiles.Run("nginx", "nginx-light", [.. nginx, "-t"]);
        Assert.AreEqual(0, code, said);
        Assert.DoesNotContain("[warn]", said);
        (code, said) = OperatingFiles.Run("nginx", "nginx-light", nginx);
        Assert.AreEqual(0, code, said);
        try
        {
            using var client = Client(server.Key);
            Assert.AreEqual(201, (await client.SendAsync("POST", "repos/acme/tools", "{}")).Status);
            Assert.AreEqual(201, (await client.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""")).Status);
            var content = RandomNumberGenerator.GetBytes(3 << 20);
            using var body = new ByteArrayContent(content);
            using var sent = await client.PutAsync("content/acme/tools/lib/1.0/a%3Bb%20%25.zip;publish=1", body);
            Assert.AreEqual(HttpStatusCode.Created, sent.StatusCode);

            CollectionAssert.AreEqual(content, await client.GetByteArrayAsync("dl/acme/tools/a%3Bb%20%25.zip"));
            using var folder = await client.GetAsync("dl/acme");
            Assert.AreNotEqual(HttpStatusCode.BadGateway, folder.StatusCode);
            Assert.AreEqual(201, (await client.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);
            StringAssert.Contains(
                await client.GetStringAsync("nuget/acme/nuget/v3/index.json"), "\"https://packages.example.com/packages/nuget/acme/nuget/v3/");
        }
        finally
        {
            OperatingFiles.Run("nginx", "nginx-light", [.. nginx, "-s", "stop"]);
        }
    }

    private string Configure(Uri server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=packages.example.com", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(At("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(At("tls.key"), key.ExportPkcs8PrivateKeyPem());
        var sample = File.ReadAllText(OperatingFiles.PathOf("nginx-bintray.conf"))
            .Replace("127.0.0.1:8081", server.Authority, StringComparison.Ordinal)
            .Replace("/etc/nginx/tls/packages.example.com.", At("tls."), StringComparison.Ordinal)
            .Replace("listen [::]:443 ssl http2;", "", StringComparison.Ordinal)
            .Replace("listen 443 ", $"listen unix:{At("socket")} ", StringComparison.Ordinal);
        File.WriteAllText(At("sample.conf"), sample);
        File.WriteAllText(At("nginx.conf"), $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{At("nginx.pid")}};
            error_log {{At("error.log")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{At("body")}};
                proxy_temp_path {{At("proxy")}};
                fastcgi_temp_path {{At("fastcgi")}};
                uwsgi_temp_path {{At("uwsgi")}};
                scgi_temp_path {{At("scgi")}};
                include {{At("sample.conf")}};
            }
            """);
        return At("nginx.conf");
    }

    private HttpClient Client(string key)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(At("socket")), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning disable CA5359 // A certificate made for this test.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        var client = new HttpClient(handler) { BaseAddress = new Uri("https://packages.example.com/packages/") };
        client.DefaultRequestHeaders.Authorization = new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ServerUsers.Admin}:{key}")));
        return client;
    }

    private string At(string name) => Path.Combine(_folder, name);
}
