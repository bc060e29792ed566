using System.Security.Cryptography;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// The secret that signs addresses. It is a private file of the store, so that all servers on one store know each other's addresses.
/// </summary>
internal static class AddressKey
{
    private const int Length = 32;
    private const string Key = "user/address.key";

    /// <summary>The key of a store, made if there is none. Where nothing may be written it is this process's own.</summary>
    /// <exception cref="BintrayException">503: it cannot be read or written.</exception>
    public static async Task<byte[]> LoadAsync(IPrivateFiles files, bool readOnly, CancellationToken cancellation)
    {
        if (await ReadAsync(files, cancellation) is { } known)
        {
            return known;
        }

        var made = RandomNumberGenerator.GetBytes(Length);
        return readOnly || await files.TryCreateAsync(Key, made, cancellation)
            ? made
            // Another server was quicker.
            : await ReadAsync(files, cancellation)
                ?? throw new BintrayException(
                    BintrayException.Unavailable, $"the file '{Key}' is damaged: it does not hold {Length} bytes");
    }

    private static async Task<byte[]?> ReadAsync(IPrivateFiles files, CancellationToken cancellation) =>
        await files.ReadAsync(Key, cancellation) is { Length: Length } key ? key : null;
}
