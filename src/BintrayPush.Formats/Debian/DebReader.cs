using BintrayPush.Api.Service;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// Reads the control file of a Debian package (deb(5)): an ar archive of <c>debian-binary</c>, <c>control.tar</c> and <c>data.tar</c>. What
/// the package installs is not unpacked; of it only the length is looked at.
/// </summary>
public sealed class DebReader : IDebReader
{
    private const int LargestFormat = 100;
    private const string Format = "debian-binary";
    private const string Control = "control.tar";
    private const string Data = "data.tar";

    /// <inheritdoc/>
    public async Task<byte[]> ReadControlAsync(Stream package, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var members = await ArMembers.ReadAsync(package, cancellation).ConfigureAwait(false);
        if (members is not [{ Name: Format } format, ..])
        {
            throw new InvalidDataException($"its first part is not '{Format}'");
        }

        var version = await format.ReadAsync(package, LargestFormat, cancellation).ConfigureAwait(false);
        if (!IsFormat2(version))
        {
            throw new InvalidDataException("it is of another format than 2");
        }

        // Parts that a later version of the format may add have names that begin so, and are passed over.
        var known = members.Skip(1).Where(member => !member.Name.StartsWith('_')).ToList();
        if (known is not [var control, var data, ..] || !Is(control, Control) || !IsData(data))
        {
            throw new InvalidDataException($"it has not '{Control}' and '{Data}' after '{Format}'");
        }

        var packed = await control.ReadAsync(package, Unpacking.LargestPacked, cancellation).ConfigureAwait(false);
        // All of it is in memory from here on: what fails is the package's fault, and never the disk's.
        return Guarded(control.Name, () => ControlFileIn(packed, Path.GetExtension(control.Name)));
    }

    /// <summary>A line of <c>2.</c> and a number.</summary>
    private static bool IsFormat2(ReadOnlySpan<byte> version) =>
        version.IndexOf((byte)'\n') is > 2 and var end && version.StartsWith("2."u8)
        && !version[2..end].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool Is(ArMember member, string name) =>
        member.Name == name || (member.Name.StartsWith(name + ".", StringComparison.Ordinal) && member.Name.Count(c => c == '.') == 2);

    /// <summary>What dpkg unpacks. It reads the control file of a package whose files it cannot unpack.</summary>
    private static bool IsData(ArMember member) =>
        Is(member, Data) && Path.GetExtension(member.Name) is ".tar" or ".gz" or ".xz" or ".zst" or ".bz2" or ".lzma";

    private static byte[] ControlFileIn(byte[] packed, string extension)
    {
        using var archive = Unpacking.Unpack(packed, extension);
        return ControlArchive.ControlFileIn(archive.GetBuffer().AsSpan(0, (int)archive.Length));
    }

    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw new InvalidDataException($"'{name}' in it cannot be read: {damage.Message}", damage);
        }
    }
}
