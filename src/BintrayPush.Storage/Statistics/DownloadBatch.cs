namespace BintrayPush.Storage.Statistics;

/// <summary>Downloads of the files of a package that a process has counted since its last batch.</summary>
/// <param name="Writer">The process: random, and its own.</param>
/// <param name="Number">Higher than that of its batch before. A batch that is sent once more has the same one.</param>
/// <param name="Downloads">What was counted; something, at least.</param>
public sealed record DownloadBatch(string Writer, long Number, IReadOnlyList<CountedDownload> Downloads);

/// <summary>Downloads of a file on one day.</summary>
/// <param name="Version">The name of the version.</param>
/// <param name="Path">The path of the file in its repository.</param>
/// <param name="Day">The day in UTC, as <see cref="CountedDay"/> writes it.</param>
/// <param name="Count">How many.</param>
public sealed record CountedDownload(string Version, string Path, string Day, long Count);
