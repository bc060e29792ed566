using BintrayPush.Api.Wire;

namespace BintrayPush.Descriptors;

/// <summary>Reads the fields of details from an object of a descriptor.</summary>
internal sealed class DescriptorFields(ObjectReader fields) : IFieldVisitor
{
    public string? Text(string name, string? value) => fields.Text(name);

    public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => fields.Texts(name);

    public bool? Flag(string name, bool? value) => fields.Flag(name);

    public int? Number(string name, int? value) => fields.WholeNumber(name);

    public DateTimeOffset? Instant(string name, DateTimeOffset? value) => ReleaseDate.Read(fields, name);
}
