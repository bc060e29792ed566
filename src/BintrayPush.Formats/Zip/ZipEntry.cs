namespace BintrayPush.Formats.Zip;

/// <summary>An entry of a package, as the directory of its zip has it.</summary>
internal sealed record ZipEntry
{
    /// <summary>Its name, letter by letter.</summary>
    public required string Name { get; init; }

    /// <summary>Its name as NuGet understands it: packing escapes it as part of a URI.</summary>
    public required string Path { get; init; }

    /// <summary>How it is packed.</summary>
    public required ZipMethod Method { get; init; }

    /// <summary>Whether its sizes and its checksum stand behind its bytes, not before them.</summary>
    public required bool HasDescriptor { get; init; }

    /// <summary>The checksum of its bytes.</summary>
    public required uint Crc { get; init; }

    /// <summary>How many bytes it has, by what the package says.</summary>
    public required long Length { get; init; }

    /// <summary>How many bytes it has as it is packed.</summary>
    public required long PackedLength { get; init; }

    /// <summary>Where its header is.</summary>
    public required long HeaderAt { get; init; }

    /// <summary>Where its packed bytes are, once its header was read.</summary>
    public long PackedAt { get; set; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Name.EndsWith('/');

    /// <summary>Its name without folders.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Its name for a message.</summary>
    public string Shown => $"'{LogText.Shorten(Path)}'";

    /// <summary>Whether its name ends so, in any letter case.</summary>
    public bool HasExtension(string extension) => Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How an entry is packed: NuGet knows these two.</summary>
internal enum ZipMethod
{
    /// <summary>As it is.</summary>
    Stored = 0,

    /// <summary>Deflated.</summary>
    Deflated = 8,
}
