namespace BintrayPush.Compare;

/// <summary>The last record of a zip file, which says where its directory begins.</summary>
internal static class ZipEnd
{
    private const int RecordSize = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int OffsetPlace = 16;

    /// <summary>
    /// Whether the directory is small enough to be read into memory: whatever it says of its own size, it ends with the file. A zip of
    /// the large form (zip64) has another record, and is not looked at.
    /// </summary>
    public static bool HasDirectoryBelow(Stream zip, long limit)
    {
        var tail = new byte[Math.Min(zip.Length, RecordSize + LongestComment)];
        zip.Position = zip.Length - tail.Length;
        for (var filled = 0; filled < tail.Length;)
        {
            var read = zip.Read(tail, filled, tail.Length - filled);
            if (read == 0)
            {
                return false;
            }

            filled += read;
        }

        zip.Position = 0;
        for (var i = tail.Length - RecordSize; i >= 0; i--)
        {
            if (tail[i] == 'P' && tail[i + 1] == 'K' && tail[i + 2] == 5 && tail[i + 3] == 6)
            {
                var start = BitConverter.ToUInt32(tail, i + OffsetPlace);
                return start <= zip.Length && zip.Length - start <= limit;
            }
        }

        return false;
    }
}
