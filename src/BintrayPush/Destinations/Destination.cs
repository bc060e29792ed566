using BintrayPush.Api.Service;

namespace BintrayPush.Destinations;

/// <summary>A service to push to, and where its published files are read from.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">How messages call it: a folder or a URL without credentials.</param>
/// <param name="Locate">
/// Where a published file is found, a path on this machine or a URL; nothing if only the service itself shows it.
/// </param>
/// <param name="LocateRepository">
/// Where all published files of a repository are found; nothing if only the service itself shows them.
/// </param>
public sealed record Destination(
    IBintray Service,
    string Name,
    Func<FileAddress,
    RepositoryDetails,
    string?> Locate,
    Func<RepositoryAddress,
    RepositoryDetails,
    string?> LocateRepository)
{
    /// <summary>Whether a place that <see cref="Locate"/> gives is a plain file, which others read without asking the service.</summary>
    public bool HasPlainFiles { get; init; }
}
