using System.Text;
using BintrayPush.Compare;

namespace BintrayPush.Push.Steps;

/// <summary>
/// The checksums of files as <c>sha256sum -c</c> reads them, by their paths in the repository. The same files make the same bytes. A path
/// holds nothing that would have to be escaped.
/// </summary>
internal static class ChecksumsText
{
    public static byte[] Of(IEnumerable<PlacedContent> files) => Encoding.UTF8.GetBytes(string.Concat(
        files.GroupBy(file => file.Path.Value).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => $"{same.Last().Content.Sha256}  {same.Key}\n")));
}
