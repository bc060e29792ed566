namespace BintrayPush.Api.Wire;

/// <summary>
/// Visits the fields of details, one after the other (<see cref="DetailsTable"/>). Each call gets a field's name and value, and answers
/// the value that it is to have: a reader answers what it has read, a writer what it was given.
/// </summary>
public interface IFieldVisitor
{
    /// <summary>A text.</summary>
    string? Text(string name, string? value);

    /// <summary>A list of texts.</summary>
    IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value);

    /// <summary>A flag.</summary>
    bool? Flag(string name, bool? value);

    /// <summary>A whole number.</summary>
    int? Number(string name, int? value);

    /// <summary>A moment.</summary>
    DateTimeOffset? Instant(string name, DateTimeOffset? value);
}
