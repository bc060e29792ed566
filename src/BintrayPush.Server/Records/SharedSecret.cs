using System.Security.Cryptography;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Records;

/// <summary>
/// A secret that signs what this server gives away and gets back. It is a private file of the store, so that all servers on one store
/// know each other's signatures.
/// </summary>
internal static class SharedSecret
{
    /// <summary>The file with the secret that signs addresses of files.</summary>
    public const string OfAddresses = "user/address.key";

    /// <summary>The file with the secret that signs the sessions of the web pages.</summary>
    public const string OfSessions = "user/session.key";

    private const int Length = 32;

    /// <summary>The secret of a store, made if there is none. Where nothing may be written it is this process's own.</summary>
    /// <exception cref="BintrayException">503: it cannot be read or written.</exception>
    public static async Task<byte[]> LoadAsync(IPrivateFiles files, string key, bool readOnly, CancellationToken cancellation)
    {
        if (await ReadAsync(files, key, cancellation) is { } known)
        {
            return known;
        }

        var made = RandomNumberGenerator.GetBytes(Length);
        return readOnly || await files.TryCreateAsync(key, made, cancellation)
            ? made
            // Another server was quicker.
            : await ReadAsync(files, key, cancellation)
                ?? throw new BintrayException(
                    BintrayException.Unavailable, $"the file '{key}' is damaged: it does not hold {Length} bytes");
    }

    private static async Task<byte[]?> ReadAsync(IPrivateFiles files, string key, CancellationToken cancellation) =>
        await files.ReadAsync(key, cancellation) is { Length: Length } secret ? secret : null;
}
