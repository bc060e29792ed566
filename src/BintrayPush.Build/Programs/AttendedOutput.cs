using System.Text;
using BintrayPush.Artifacts;
using BintrayPush.Background;

namespace BintrayPush.Build.Programs;

/// <summary>Reads what the program says, word by word, and believes no line that is none.</summary>
/// <param name="output">Its output.</param>
/// <param name="files">The files of its order.</param>
/// <param name="hear">Hears every word but the first and the last.</param>
internal sealed class AttendedOutput(TextReader output, IReadOnlyList<Artifact> files, Action<AttendedWord> hear)
{
    private const int BlockSize = 1 << 15;

    private readonly char[] _block = new char[BlockSize];
    private int _at;
    private int _length;

    /// <summary>Whether its first word has come: it runs.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Reads until it has said its last word.</summary>
    /// <returns>Whether it has; else its output has ended before.</returns>
    /// <exception cref="FormatException">A line is no word, or in a place where it makes no sense.</exception>
    public async Task<bool> ReadAsync()
    {
        while (await ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var word = WordOf(line);
            if (word is AttendedWord.Ended)
            {
                return true;
            }

            if (HasBegun)
            {
                hear(word);
            }

            HasBegun = true;
        }

        return false;
    }

    /// <exception cref="FormatException">It is none that may stand here.</exception>
    private AttendedWord WordOf(string line)
    {
        AttendedWord word;
        try
        {
            word = AttendedLines.ReadWord(line, files);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"'{LogText.Shorten(line)}': {fault.Message}", fault);
        }

        return word is AttendedWord.Begun == HasBegun
            ? throw new FormatException($"'{LogText.Shorten(line)}' does not stand at its place")
            : word;
    }

    /// <summary>A line of a bounded length; nothing at the end of the output.</summary>
    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_at == _length)
            {
                _at = 0;
                _length = await output.ReadAsync(_block, 0, BlockSize).ConfigureAwait(false);
                if (_length == 0)
                {
                    // Half a line is what a program leaves that was killed.
                    return null;
                }
            }

            var end = Array.IndexOf(_block, '\n', _at, _length - _at);
            var count = (end < 0 ? _length : end) - _at;
            if (line.Length + count > AttendedLines.Longest)
            {
                throw new FormatException("a line is longer than any can be");
            }

            line.Append(_block, _at, count);
            _at += count;
            if (end >= 0)
            {
                _at++;
                return line.ToString();
            }
        }
    }
}
