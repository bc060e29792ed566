using System.Text.Json.Serialization;

namespace BintrayPush.Signing.Keys;

/// <summary>The keys of a subject as they are kept: the one that signs first, former ones after it.</summary>
internal sealed record KeyRecord
{
    public IReadOnlyList<KeyEntry> Keys { get; init; } = [];
}

/// <summary>A key as it is kept.</summary>
internal sealed record KeyEntry
{
    /// <summary>Armoured; what is known of the key is read from it.</summary>
    public required string Public { get; init; }

    /// <summary>The private part, encrypted; <see langword="null"/> if a command signs.</summary>
    public SealedBytes? Private { get; init; }

    /// <summary>The program that signs, and its arguments; <see langword="null"/> if the key is here.</summary>
    public IReadOnlyList<string>? Signer { get; init; }
}

/// <summary>Bytes that only a passphrase or the key of the installation opens (AES-256-GCM).</summary>
internal sealed record SealedBytes
{
    /// <summary>How many times a passphrase is hashed (PBKDF2, SHA-256); 0 for the key of the installation.</summary>
    public int Iterations { get; init; }

    public required byte[] Salt { get; init; }

    public required byte[] Nonce { get; init; }

    public required byte[] Tag { get; init; }

    public required byte[] Content { get; init; }
}

[JsonSerializable(typeof(KeyRecord))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
internal sealed partial class KeyJson : JsonSerializerContext;
