namespace BintrayPush.Server.Pages;

/// <summary>A page before it is drawn.</summary>
/// <param name="Component">The component that draws it.</param>
/// <param name="Parameters">What it shows, by the names of its parameters.</param>
internal sealed record PageContent(Type Component, Dictionary<string, object?> Parameters)
{
    /// <summary>The status it is answered with.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;
}
