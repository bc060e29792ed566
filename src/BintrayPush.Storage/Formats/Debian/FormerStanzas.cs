using System.Text;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The stanzas of the index that is there, so that only packages that are new have to be read.</summary>
internal sealed class FormerStanzas
{
    public const string IndexName = "Packages";

    private readonly Dictionary<(string Path, string Sha256), string> _stanzas = [];

    /// <summary>Reads the stanzas of an index. What is lost or damaged of it is left out.</summary>
    public static async Task<FormerStanzas> ReadAsync(Objects objects, DistributionRecord? index, CancellationToken cancellation)
    {
        var former = new FormerStanzas();
        foreach (var file in (index?.Files ?? []).Where(file => file.Path.EndsWith("/" + IndexName, StringComparison.Ordinal)))
        {
            using var content = await objects.Store.OpenAsync(Keys.Content(file.Content), cancellation).ConfigureAwait(false);
            if (content?.Length == file.Size)
            {
                var bytes = new MemoryStream();
                await content.CopyToAsync(bytes, IndexBytes.BufferSize, cancellation).ConfigureAwait(false);
                former.Add(bytes.ToArray(), file);
            }
        }

        return former;
    }

    /// <summary>The stanza of a package, if these very bytes were at that place before.</summary>
    public string? Find(string path, string sha256) => _stanzas.TryGetValue((path, sha256), out var stanza) ? stanza : null;

    /// <summary>All packages of the index, each once.</summary>
    public IEnumerable<(string Path, string Sha256, string Stanza)> All =>
        _stanzas.Select(stanza => (stanza.Key.Path, stanza.Key.Sha256, stanza.Value));

    private void Add(byte[] bytes, IndexFile file)
    {
        if (Hex.Sha256Of(bytes) != file.Sha256)
        {
            return;
        }

        foreach (var stanza in Encoding.UTF8.GetString(bytes).Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IndexStanza.ValueOf(stanza, IndexStanza.FileName) is { } path
                && IndexStanza.ValueOf(stanza, IndexStanza.Sha256) is { } sha256)
            {
                _stanzas[(path, sha256)] = stanza.TrimEnd('\n') + "\n";
            }
        }
    }
}
