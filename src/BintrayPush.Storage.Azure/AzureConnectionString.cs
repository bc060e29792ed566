using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <summary>What a connection string of Azure says of blobs.</summary>
/// <param name="Account">The account; <see langword="null"/> if it has a signature in place of a key.</param>
/// <param name="Key">Its key.</param>
/// <param name="Signature">A shared access signature.</param>
/// <param name="Blobs">Where its blobs are.</param>
internal sealed record AzureConnectionString(string? Account, string? Key, string? Signature, Uri Blobs)
{
    /// <summary>Where it comes from.</summary>
    public const string Variable = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>That of the environment, or <see langword="null"/>.</summary>
    /// <exception cref="BintrayException">400: it is none; nothing of it is shown.</exception>
    public static AzureConnectionString? Of(Func<string, string?> environment)
    {
        if (environment(Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            parts[equals < 0 ? part : part[..equals]] = equals < 0 ? "" : part[(equals + 1)..];
        }

        var (account, key, signature) = (
            parts.GetValueOrDefault("AccountName"),
            parts.GetValueOrDefault("AccountKey"),
            parts.GetValueOrDefault("SharedAccessSignature"));
        var blobs = parts.GetValueOrDefault("BlobEndpoint")
            ?? (account is null ? null : $"https://{account}.blob.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}");
        return blobs is not null && (signature is not null || (account is not null && key is not null))
            ? new(account, key, signature, BucketAddress.EndpointOf(blobs, withPath: true))
            : throw BucketAddress.Refused(
                $"{Variable} has to name AccountName and AccountKey, or BlobEndpoint and SharedAccessSignature, joined by ';'");
    }
}
