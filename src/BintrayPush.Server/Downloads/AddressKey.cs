using System.Security.Cryptography;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// The secret that signs addresses. It lies in the data folder, where nobody but the server reads, so that all servers on one folder know
/// each other's addresses.
/// </summary>
internal static class AddressKey
{
    private const int Length = 32;
    private const string Name = "address.key";

    /// <summary>The key of a data folder, made if there is none. Where nothing may be written it is this process's own.</summary>
    public static byte[] Load(string data, bool readOnly)
    {
        var folder = Path.Combine(Path.GetFullPath(data), UserFolder.FolderName);
        var file = Path.Combine(folder, Name);
        if (Read(file) is { } known)
        {
            return known;
        }

        var made = RandomNumberGenerator.GetBytes(Length);
        if (readOnly)
        {
            return made;
        }

        UserFolder.Create(folder);
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        UserFolder.WriteForOwner(temporary, made);
        try
        {
            File.Move(temporary, file);
            return made;
        }
        catch (IOException) when (Read(file) is { } other)
        {
            // Another server was quicker.
            File.Delete(temporary);
            return other;
        }
    }

    private static byte[]? Read(string file) => File.Exists(file) && File.ReadAllBytes(file) is { Length: Length } key ? key : null;
}
