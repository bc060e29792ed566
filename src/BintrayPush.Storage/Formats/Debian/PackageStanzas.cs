using BintrayPush.Api.Service;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The stanzas of published packages. Each package is read once at most.</summary>
internal sealed class PackageStanzas(Objects objects, IDebReader reader)
{
    private readonly Dictionary<(string Path, string Sha256), string?> _read = [];
    private readonly List<string> _faults = [];

    /// <summary>Which packages stand in no index, and why.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The stanza of a package; <see langword="null"/> if it cannot have one.</summary>
    /// <exception cref="BintrayException">503: its bytes cannot be read.</exception>
    public async Task<string?> FindAsync(PublishedDeb package, FormerStanzas former, CancellationToken cancellation)
    {
        var key = (package.Path, package.File.Sha256);
        if (former.Find(key.Path, key.Sha256) is { } known)
        {
            return known;
        }

        if (!_read.TryGetValue(key, out var stanza))
        {
            _read[key] = stanza = await ReadAsync(package, cancellation).ConfigureAwait(false);
        }

        return stanza;
    }

    /// <summary>Reads the control file of a package that has arrived.</summary>
    /// <param name="reader">Reads packages.</param>
    /// <param name="content">The package.</param>
    /// <param name="places">Where it is to stand.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It cannot stand there; the message says why.</exception>
    public static async Task<ControlFile> CheckAsync(
        IDebReader reader, Stream content, DebianPlaces places, CancellationToken cancellation)
    {
        var control = ControlFile.Parse(await reader.ReadControlAsync(content, cancellation).ConfigureAwait(false));
        return places.Fit(control.Architecture)
            ? control
            : throw new InvalidDataException(
                $"its control file says architecture '{control.Architecture}', and its coordinates "
                    + $"'{string.Join(",", places.Architectures)}'");
    }

    private async Task<string?> ReadAsync(PublishedDeb package, CancellationToken cancellation)
    {
        try
        {
            using var content = await objects.Store.OpenAsync(Keys.Content(package.File.Content), cancellation).ConfigureAwait(false);
            if (content?.Length != package.File.Size)
            {
                throw new InvalidDataException("its stored bytes are damaged or lost; upload it again");
            }

            var control = await CheckAsync(reader, content, package.Places, cancellation).ConfigureAwait(false);
            return control.ToStanza(package.Path, package.File.Size, package.File.Sha256);
        }
        catch (InvalidDataException fault)
        {
            _faults.Add($"'{package.Path}' is in no index: {fault.Message}");
            return null;
        }
    }
}
