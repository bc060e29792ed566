using BintrayPush.Places;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Cli.Places;

/// <summary>
/// The keys that the embedded repository, and every other folder, signs with: <c>keys/&lt;subject&gt;.json</c> in BINTRAY_HOME, which
/// nobody else can read.
/// </summary>
internal sealed class HomeKeys : IKeyFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;

    private HomeKeys(string folder) => _folder = folder;

    /// <summary>The keys; nothing where it is not known which folder is the user's.</summary>
    /// <param name="variable">How environment variables are read.</param>
    /// <param name="time">Another clock than the system's.</param>
    public static SubjectKeys? Of(Func<string, string?> variable, TimeProvider? time = null) =>
        ChosenPlace.Home(variable, new PlaceReader()) is { } home
            ? new(
                new HomeKeys(Path.Combine(home, "keys")),
                new InstallationKey(Path.Combine(home, "installation.key")),
                time ?? TimeProvider.System)
            : null;

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => TryAsync(name, () =>
    {
        var file = Path.Combine(_folder, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    });

    public Task WriteAsync(string name, byte[] content, CancellationToken cancellation) => TryAsync(name, () =>
    {
        MakeFolder();
        var temporary = Path.Combine(_folder, $".{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(temporary, NewFile()))
            {
                file.Write(content);
                FileFlush.File(file);
            }

            File.Move(temporary, Path.Combine(_folder, name), overwrite: true);
            FileFlush.Folder(_folder);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    public async Task<IDisposable> LockAsync(string name, CancellationToken cancellation)
    {
        await TryAsync(name, () =>
        {
            MakeFolder();
            return true;
        }).ConfigureAwait(false);
        return await FolderRepository.LockAsync(Path.Combine(_folder, "lock"), name, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) => TryAsync<IReadOnlyList<string>>(
        "", () => Directory.Exists(_folder) ? [.. new DirectoryInfo(_folder).EnumerateFiles().Select(file => file.Name)] : []);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
            return;
        }

        Directory.CreateDirectory(_folder, OwnFile | UnixFileMode.UserExecute);
        FileFlush.Folder(Path.GetDirectoryName(_folder)!);
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return options;
    }

    private Task<T> TryAsync<T>(string name, Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BintrayException(
                BintrayException.Unavailable, $"the keys in '{Path.Combine(_folder, name)}' cannot be used: {fault.Message}", fault);
        }
    }
}
