namespace BintrayPush.Report;

/// <summary>A file that is there whole or not at all, also when the process is killed while it writes, or the power fails.</summary>
public static class AtomicFile
{
    /// <summary>Writes it; missing folders are made.</summary>
    /// <exception cref="IOException">It cannot be written, or the disk did not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var file = File.Create(temporary))
            {
                write(file);
                FileFlush.File(file);
            }

            // .NET Framework has no move that replaces.
            if (File.Exists(path))
            {
                File.Replace(temporary, path, null);
            }
            else
            {
                File.Move(temporary, path);
            }

            FileFlush.Folder(folder);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
