using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>A published package.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="File">What is known of it.</param>
/// <param name="Places">In which indexes it stands.</param>
internal sealed record PublishedDeb(string Path, FileEntry File, DebianPlaces Places);
