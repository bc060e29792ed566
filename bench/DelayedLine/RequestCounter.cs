using System.Globalization;
using System.Text;

namespace BintrayPush.DelayedLine;

/// <summary>
/// Counts the HTTP/1.1 requests in what a client sends, without keeping a body. It follows Content-Length and chunks, so that a body
/// that looks like a request is none.
/// </summary>
internal sealed class RequestCounter(Tally tally)
{
    /// <summary>No server takes a longer line. What has one is no HTTP, and is not counted any further.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly List<byte> _line = [];
    private Part _part = Part.RequestLine;
    private long _left;
    private bool _isChunked;

    private enum Part
    {
        RequestLine,
        Head,
        Body,
        ChunkSize,
        Chunk,
        Trailer,
        Unknown,
    }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _part != Part.Unknown)
        {
            if (_part is Part.Body or Part.Chunk)
            {
                var skipped = (int)Math.Min(_left, bytes.Length);
                bytes = bytes[skipped..];
                _left -= skipped;
                if (_left == 0)
                {
                    _part = _part == Part.Body ? Part.RequestLine : Part.ChunkSize;
                }

                continue;
            }

            var end = bytes.IndexOf((byte)'\n');
            _line.AddRange(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (_line.Count > LongestLine)
            {
                _part = Part.Unknown;
            }
            else if (end >= 0)
            {
                Take(Encoding.Latin1.GetString([.. _line]).TrimEnd('\r'));
                _line.Clear();
            }
        }
    }

    private void Take(string line)
    {
        switch (_part)
        {
            case Part.RequestLine when line.Length > 0:
                tally.AddRequest(line.StartsWith("PUT ", StringComparison.Ordinal));
                (_part, _left, _isChunked) = (Part.Head, 0, false);
                break;
            case Part.Head when line.Length > 0:
                TakeHeader(line);
                break;
            case Part.Head:
                _part = _isChunked ? Part.ChunkSize : _left > 0 ? Part.Body : Part.RequestLine;
                break;
            // The end of line behind a chunk's bytes.
            case Part.ChunkSize when line.Length == 0:
                break;
            case Part.ChunkSize:
                _left = long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) ? size : -1;
                _part = _left switch { < 0 => Part.Unknown, 0 => Part.Trailer, _ => Part.Chunk };
                break;
            case Part.Trailer when line.Length == 0:
                _part = Part.RequestLine;
                break;
        }
    }

    private void TakeHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            _left = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;
        }
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            _isChunked = value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
        }
    }
}
