namespace BintrayPush.Server.Pages;

/// <summary>A readme or release notes, ready for a page.</summary>
/// <param name="Text">HTML of which nothing can run, or plain text.</param>
/// <param name="IsHtml">Which of the two.</param>
public sealed record RenderedDocument(string Text, bool IsHtml);
