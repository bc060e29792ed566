using System.Text;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>A client of a <see cref="ScriptedServer"/>, and what the tests speak of with it.</summary>
internal static class ScriptedClient
{
    public static readonly RepositoryAddress Bin = RepositoryAddress.Of("acme", "bin");
    public static readonly PackageAddress Tool = PackageAddress.Of(Bin, "tool");
    public static readonly VersionAddress Tool2 = VersionAddress.Of(Tool, "2.0");

    public static BintrayHttpClient Open(ScriptedServer server, HttpLimits? limits = null) => Open(server.Url, limits ?? new HttpLimits());

    public static BintrayHttpClient Open(string url, HttpLimits limits)
    {
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));
        return BintrayHttpClient.Open(service!, null, new Credentials("me", new Secret("secret")), limits);
    }

    public static Task<UploadAnswer> UploadAsync(BintrayHttpClient client, string text) => client.UploadAsync(
        new UploadRequest { Version = Tool2, Path = RepositoryPath.Of("a.zip"), Size = text.Length },
        ContentOf(text),
        CancellationToken.None);

    public static MemoryStream ContentOf(string text) => new(Encoding.UTF8.GetBytes(text));
}
