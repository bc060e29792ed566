namespace BintrayPush.Server.Pages;

/// <summary>Something to copy into a terminal or a file.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Text">What is copied.</param>
public sealed record Command(string Title, string Text);
