using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Webhooks;

/// <summary>Where a webhook goes and how it is called, as it came in a body.</summary>
internal sealed record WebhookTarget(string Url, string Method)
{
    private const int LongestUrl = 2000;

    /// <summary>Reads a target and looks whether it can be called at all.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it cannot.</exception>
    public static WebhookTarget Read(Fields fields, bool privateAllowed)
    {
        var url = fields.Text("url") ?? throw Refusal.BadRequest("a webhook needs a 'url'");
        var method = fields.Text("method")?.ToUpperInvariant() switch
        {
            null or "" => "POST",
            "POST" or "PUT" or "GET" => fields.Text("method")!.ToUpperInvariant(),
            _ => throw Refusal.BadRequest("the method of a webhook is POST, PUT or GET"),
        };
        if (url.Length > LongestUrl || AddressOf(url, "r", "p") is not { } address)
        {
            throw Refusal.BadRequest("the 'url' of a webhook is a whole http or https URL without a user name, of at most 2000 characters");
        }

        // A host's name is looked up, and its addresses are checked, each time it is called.
        return privateAllowed || !(address.IsLoopback || PublicAddress.IsKnownPrivate(address))
            ? new WebhookTarget(url, method)
            : throw Refusal.BadRequest("a webhook may not go to an address of this machine or of a private network");
    }

    /// <summary>The URL for a package, or <see langword="null"/> if it is none that can be called.</summary>
    public static Uri? AddressOf(string url, string repository, string package)
    {
        var text = url.Replace("%r", Uri.EscapeDataString(repository), StringComparison.Ordinal)
            .Replace("%p", Uri.EscapeDataString(package), StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "", Host: not "" }
            ? address
            : null;
    }

    /// <summary>What a receiver checks a call by (protocol reference, section 15).</summary>
    public static string Sign(string key, string package) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(package)));
}
