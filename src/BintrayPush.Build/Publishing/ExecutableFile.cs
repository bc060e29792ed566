namespace BintrayPush.Build.Publishing;

/// <summary>
/// Tells programs from other files by what they hold. The executable bit would say the same on Unix only, and the same project
/// must give the same zip everywhere.
/// </summary>
internal static class ExecutableFile
{
    private const int ElfExecutable = 2;
    private const int ElfShared = 3;
    private const uint ElfInterpreter = 3;
    private const uint MachExecutable = 2;

    /// <summary>Whether Unix may start it: an ELF or Mach-O program (not a library), or a script that names its interpreter.</summary>
    public static bool Is(string file)
    {
        var head = new byte[4096];
        int length;
        using (var stream = RegularFile.OpenRead(file))
        {
            length = Fill(stream, head);
        }

        return length >= 2 && head[0] == '#' && head[1] == '!'
            || length >= 64 && head[0] == 0x7F && head[1] == 'E' && head[2] == 'L' && head[3] == 'F' && IsElfProgram(head, length)
            || length >= 16 && head[0] is 0xCE or 0xCF && head[1] == 0xFA && head[2] == 0xED && head[3] == 0xFE
                && Word(head, 12) == MachExecutable;
    }

    /// <summary>A position-independent program is a shared object to ELF; what sets it apart is that it names an interpreter.</summary>
    private static bool IsElfProgram(byte[] head, int length)
    {
        var wide = head[4] == 2;
        var littleEndian = head[5] == 1;
        var type = head[16] | (head[17] << 8);
        if (!littleEndian || type != ElfShared)
        {
            return littleEndian && type == ElfExecutable;
        }

        var table = wide ? Word(head, 32) : Word(head, 28);
        var size = wide ? head[54] | (head[55] << 8) : head[42] | (head[43] << 8);
        var count = wide ? head[56] | (head[57] << 8) : head[44] | (head[45] << 8);
        for (var i = 0; i < count; i++)
        {
            var entry = table + ((long)i * size);
            if (entry + 4 > length)
            {
                return false;
            }

            if (Word(head, (int)entry) == ElfInterpreter)
            {
                return true;
            }
        }

        return false;
    }

    private static uint Word(byte[] bytes, int at) =>
        (uint)(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));

    private static int Fill(Stream stream, byte[] buffer)
    {
        var filled = 0;
        for (int read; filled < buffer.Length && (read = stream.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
        }

        return filled;
    }
}
