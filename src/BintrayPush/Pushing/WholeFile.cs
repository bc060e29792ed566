namespace BintrayPush.Pushing;

/// <summary>A file that is there whole or not at all, also when the process is killed while it writes.</summary>
internal static class WholeFile
{
    /// <summary>Writes it; missing folders are made.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var file = File.Create(temporary))
            {
                write(file);
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
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
