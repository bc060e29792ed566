using BintrayPush.Api.Model;

namespace BintrayPush.Api.Wire;

/// <summary>
/// The fields that a listing may have of a file and that stand for themselves (protocol reference, section 7), each once: a service that
/// lists them and a client that reads them visit this table. What makes a file a file is not in it.
/// </summary>
public static class FileTable
{
    /// <summary>The fields of a file.</summary>
    public static RepositoryFile Visit(this RepositoryFile file, IFieldVisitor fields) => file with
    {
        Md5 = fields.Text("md5", file.Md5)?.ToLowerInvariant(),
        ListedInDownloads = fields.Flag("list_in_downloads", file.ListedInDownloads) ?? false,
    };
}
