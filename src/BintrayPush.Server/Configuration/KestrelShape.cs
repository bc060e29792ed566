namespace BintrayPush.Server.Configuration;

/// <summary>
/// What may stand in the section <c>Kestrel</c>. Kestrel itself passes over what it does not know, and a certificate whose name is mistyped
/// would be missed by clients only.
/// </summary>
internal sealed class KestrelShape
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Kestrel";

    private static readonly KestrelShape Certificate = Of("Path", "KeyPath", "Password", "Subject", "Store", "Location", "AllowInvalid");
    private static readonly KestrelShape List = new() { Any = new() };
    private static readonly KestrelShape Defaults = Of("Protocols", "ClientCertificateMode").With("SslProtocols", List);

    private Dictionary<string, KestrelShape> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The section as a whole.</summary>
    public static KestrelShape Root { get; } = new KestrelShape()
        .With("EndpointDefaults", Defaults)
        .With("Certificates", new() { Any = Certificate })
        .With("Endpoints", new()
        {
            Any = Defaults
                .With("Url", new())
                .With("Certificate", Certificate)
                .With("Sni", new() { Any = Defaults.With("Certificate", Certificate) }),
        });

    /// <summary>What may stand in it under fixed names.</summary>
    public IReadOnlyDictionary<string, KestrelShape> Fields => _fields;

    /// <summary>What stands in it under any name; <see langword="null"/> if the names are fixed.</summary>
    public KestrelShape? Any { get; private init; }

    /// <summary>Whether it is a list of values.</summary>
    public bool IsList => ReferenceEquals(this, List);

    /// <summary>Whether it is a value, and nothing stands in it.</summary>
    public bool IsValue => _fields.Count == 0 && Any is null;

    /// <summary>What stands in it under a name; <see langword="null"/> if nothing may.</summary>
    public KestrelShape? Find(string name) => _fields.GetValueOrDefault(name) ?? Any;

    private static KestrelShape Of(params string[] values) =>
        new() { _fields = values.ToDictionary(name => name, _ => new KestrelShape(), StringComparer.OrdinalIgnoreCase) };

    private KestrelShape With(string name, KestrelShape shape) =>
        new() { _fields = new(_fields, StringComparer.OrdinalIgnoreCase) { [name] = shape }, Any = Any };
}
