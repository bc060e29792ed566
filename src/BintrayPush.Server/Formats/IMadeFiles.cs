using BintrayPush.Server.Http;

namespace BintrayPush.Server.Formats;

/// <summary>
/// Files that nobody uploaded and that the clients of a type of repository look for: an index, a list of versions, checksums. They are made
/// from what is published when they are asked for, and only where no file was uploaded under their name.
/// </summary>
internal interface IMadeFiles
{
    /// <summary>Answers if the path of the call names such a file; access was checked before.</summary>
    /// <param name="call">The call.</param>
    /// <param name="package">The package to look into; <see langword="null"/> for all of the repository.</param>
    /// <returns>Whether the call is answered.</returns>
    Task<bool> TryAnswerAsync(Call call, PackageAddress? package);
}
