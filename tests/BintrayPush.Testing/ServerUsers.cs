using System.Net.Http.Headers;
using System.Text;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;

namespace BintrayPush.Testing;

/// <summary>The users of a data folder, and how a client says that it is one of them.</summary>
internal static class ServerUsers
{
    /// <summary>The name of the admin that nearly every test has.</summary>
    public const string Admin = "joe";

    /// <summary>The subject of that admin.</summary>
    public const string Subject = "acme";

    /// <summary>Adds <see cref="Admin"/> as admin of <see cref="Subject"/>, and gives the key.</summary>
    public static string AddAdmin(string data) => Add(data, Admin, (Subject, Role.Admin));

    /// <summary>Adds a user who may publish for <see cref="Subject"/>, and gives the key.</summary>
    public static string AddPublisher(string data, string name) => Add(data, name, (Subject, Role.Publish));

    /// <summary>Adds a user who may bring files for <see cref="Subject"/> and make nothing public, and gives the key.</summary>
    public static string AddStager(string data, string name) => Add(data, name, (Subject, Role.Stage));

    /// <summary>Adds a user, and gives the key. Who is there already gets a new one.</summary>
    public static string Add(string data, string name, params (string Subject, Role Role)[] roles)
    {
        var key = KeyHash.NewKey();
        Add(data, name, key, roles);
        return key;
    }

    /// <summary>Adds a user with this key.</summary>
    public static void Add(string data, string name, string key, params (string Subject, Role Role)[] roles) =>
        new UserRecords(ServerStores.PrivateFilesOf(data)).WriteAsync(new UserRecord
        {
            Name = name,
            Keys = [ApiKey.Of(ApiKey.First, key, DateTimeOffset.UtcNow)],
            Created = DateTimeOffset.UtcNow,
            Roles = roles.ToDictionary(role => role.Subject, role => role.Role),
        }, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>What a client sends for a user and a key.</summary>
    public static AuthenticationHeaderValue BasicOf(string user, string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}")));

    /// <summary>A client that is logged in.</summary>
    public static HttpClient ClientOf(Uri url, string user, string key)
    {
        var http = AnonymousOf(url);
        http.DefaultRequestHeaders.Authorization = BasicOf(user, key);
        return http;
    }

    /// <summary>A client that is nobody. The server is on this machine: whatever proxy the surroundings name is not the way to it.</summary>
    public static HttpClient AnonymousOf(Uri url) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
}
