namespace BintrayPush.Api.Names;

/// <summary>A release that several machines stage, by its full name, written <c>subject/id</c>.</summary>
public sealed record ReleaseAddress
{
    private ReleaseAddress(string subject, ReleaseId id)
    {
        Subject = subject;
        Id = id;
    }

    /// <summary>Whose versions it publishes.</summary>
    public string Subject { get; }

    /// <summary>What it is called.</summary>
    public ReleaseId Id { get; }

    /// <summary>Checks the name of a subject from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static ReleaseAddress Of(string subject, ReleaseId id) => new(RepositoryAddress.SubjectOf(subject), id);

    /// <summary><c>subject/id</c>.</summary>
    public override string ToString() => $"{Subject}/{Id}";
}
