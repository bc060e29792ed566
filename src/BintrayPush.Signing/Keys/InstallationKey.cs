using System.Security.Cryptography;

namespace BintrayPush.Signing.Keys;

/// <summary>
/// The key of an installation: a file outside the data, under which private keys are kept that no passphrase protects. Whoever gets hold of
/// the data alone, or of a backup of it, cannot sign.
/// </summary>
/// <param name="path">The file.</param>
public sealed class InstallationKey(string path)
{
    private const int Size = 32;

    /// <summary>The file, absolute.</summary>
    public string File { get; } = Path.GetFullPath(path);

    /// <summary>Reads the key.</summary>
    /// <returns><see langword="null"/> if there is no such file, or it holds something else.</returns>
    internal byte[]? Find()
    {
        try
        {
            return System.IO.File.Exists(File) && Convert.FromBase64String(System.IO.File.ReadAllText(File).Trim()) is { Length: Size } key
                ? key
                : null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the key, and makes it if there is no file.</summary>
    /// <exception cref="BintrayException">503: it cannot be read or made.</exception>
    internal byte[] FindOrMake()
    {
        if (!System.IO.File.Exists(File))
        {
            try
            {
                Make();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new BintrayException(
                    BintrayException.Unavailable, $"the key of the installation, '{File}', cannot be made: {fault.Message}", fault);
            }
        }

        return Find() ?? throw new BintrayException(
            BintrayException.Unavailable, $"the key of the installation, '{File}', cannot be read, or is no key of 32 bytes in Base64");
    }

    private void Make()
    {
        var folder = Path.GetDirectoryName(File)!;
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size)) + "\n"));
                FileFlush.File(file);
            }

            System.IO.File.Move(temporary, File, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(File))
        {
            // Somebody else was quicker: theirs counts.
            System.IO.File.Delete(temporary);
        }

        FileFlush.Folder(folder);
    }
}
