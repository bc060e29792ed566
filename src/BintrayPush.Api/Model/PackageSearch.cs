namespace BintrayPush.Api.Model;

/// <summary>Which packages are searched for (protocol reference, section 4): all that fits each of what is given.</summary>
public sealed record PackageSearch
{
    /// <summary>What their names hold; with <c>*</c> or <c>?</c> in it, what they are as a whole.</summary>
    public string? Name { get; init; }

    /// <summary>The same of their descriptions. This or the name has to be given.</summary>
    public string? Description { get; init; }

    /// <summary>Whose they are.</summary>
    public string? Subject { get; init; }

    /// <summary>The name of their repository.</summary>
    public string? Repository { get; init; }
}
