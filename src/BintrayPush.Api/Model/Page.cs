namespace BintrayPush.Api.Model;

/// <summary>A part of a long list (protocol reference 1.3).</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Start">The zero-based position of the first one in the whole list.</param>
/// <param name="Total">How many the whole list has.</param>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, int Start, int Total);
