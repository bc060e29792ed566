namespace BintrayPush.Storage.Archives;

/// <summary>A file in an archive.</summary>
/// <param name="Name">Its name as the archive has it; <see langword="null"/> in a plain gz, which has none.</param>
/// <param name="Size">Its size, if the archive says it.</param>
/// <param name="Content">Its bytes; to be read before the next entry is asked for.</param>
public sealed record ArchiveEntry(string? Name, long? Size, Stream Content);
