namespace BintrayPush.Server.Pages;

/// <summary>A subject in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Repositories">How many of its repositories the reader may see.</param>
public sealed record SubjectLine(string Name, int Repositories);

/// <summary>Another page of a subject.</summary>
/// <param name="Words">What it shows.</param>
/// <param name="Address">Where it is.</param>
public sealed record SubjectPlace(string Words, string Address);
