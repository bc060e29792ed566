using System.Text;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// The archive in which the control file is. dpkg has GNU tar unpack it into a folder and reads what is called <c>control</c> there in the
/// end; so what GNU tar might put in that place twice, or in a roundabout way, is refused.
/// </summary>
internal sealed class ControlArchive
{
    /// <summary>A control file is text for people; the longest are some kilobytes.</summary>
    private const int LargestControlFile = 1 << 18;

    private const char OldFile = '\0';
    private const char File = '0';
    private const char HardLink = '1';
    private const char SymbolicLink = '2';
    private const char Folder = '5';
    private const char PaxHeader = 'x';
    private const char GlobalPaxHeader = 'g';
    private const char LongName = 'L';
    private const char LongLink = 'K';
    private const string Control = "control";

    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private byte[]? _control;
    private byte[]? _nextName;
    private bool _hasPaxHeader;

    private ControlArchive()
    {
    }

    /// <summary>Finds the control file.</summary>
    /// <exception cref="InvalidDataException">There is not one, or the archive is damaged.</exception>
    public static byte[] ControlFileIn(ReadOnlySpan<byte> bytes)
    {
        var archive = new ControlArchive();
        while (bytes.Length >= TarHeader.Block && bytes[..TarHeader.Block].ContainsAnyExcept((byte)0))
        {
            var header = TarHeader.Parse(bytes[..TarHeader.Block]);
            bytes = bytes[TarHeader.Block..];
            var padded = (header.Size + TarHeader.Block - 1) / TarHeader.Block * TarHeader.Block;
            if (padded > bytes.Length)
            {
                throw new InvalidDataException("a file in it is longer than the archive");
            }

            archive.Read(header, bytes[..(int)header.Size]);
            bytes = bytes[(int)padded..];
        }

        return bytes.Length is > 0 and < TarHeader.Block || archive._nextName is not null || archive._hasPaxHeader
            ? throw new InvalidDataException("it is cut")
            : archive._control ?? throw new InvalidDataException("it has no control file");
    }

    private void Read(TarHeader header, ReadOnlySpan<byte> content)
    {
        switch (header.Type)
        {
            case OldFile or File:
                Add(header, content);
                break;
            case Folder or HardLink or SymbolicLink:
                Add(header, content.IsEmpty ? content : throw new InvalidDataException("a folder or link in it has content"));
                break;
            case PaxHeader when !_hasPaxHeader:
                _hasPaxHeader = true;
                Rename(PaxRecords.PathIn(content));
                break;
            case GlobalPaxHeader when PaxRecords.PathIn(content) is null:
                break;
            case LongName:
                Rename(TarHeader.UpToZero(content).ToArray());
                break;
            case LongLink:
                break;
            default:
                throw new InvalidDataException("it has an entry that is no file, folder or link, or has two pax headers");
        }
    }

    /// <summary>Programs differ in which of two names counts.</summary>
    private void Rename(byte[]? name) => _nextName = _nextName is null || name is null
        ? name ?? _nextName
        : throw new InvalidDataException("an entry in it has two long names");

    private void Add(TarHeader header, ReadOnlySpan<byte> content)
    {
        // What is no UTF-8 is no name of anything that is looked for.
        var name = Encoding.UTF8.GetString(_nextName ?? header.Name);
        (_nextName, _hasPaxHeader) = (null, false);
        var steps = name.Split('/').Where(step => step is not ("" or ".")).ToList();
        if ((steps.Count == 0 && !name.EndsWith('/') && header.Type is not Folder) || (name.EndsWith('/') && !content.IsEmpty))
        {
            throw new InvalidDataException("it has a file without a name");
        }

        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] == ".." || _links.Contains(string.Join('/', steps.Take(i))))
            {
                throw new InvalidDataException("it has an entry whose path leads through '..' or a link");
            }
        }

        if (header.Type is HardLink or SymbolicLink)
        {
            _links.Add(string.Join('/', steps));
        }

        if (steps is [Control, ..])
        {
            _control = _control is null
                ? ControlFile(header.Type is OldFile or File && steps.Count == 1 && !name.EndsWith('/'), content)
                : throw new InvalidDataException($"it has more than one entry '{Control}'");
        }
    }

    private static byte[] ControlFile(bool isFile, ReadOnlySpan<byte> content)
    {
        if (!isFile)
        {
            throw new InvalidDataException($"its entry '{Control}' is no file");
        }

        return content.Length <= LargestControlFile
            ? content.ToArray()
            : throw new InvalidDataException($"its control file has {content.Length} bytes, and may have {LargestControlFile}");
    }
}
