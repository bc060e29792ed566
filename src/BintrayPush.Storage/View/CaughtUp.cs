namespace BintrayPush.Storage.View;

/// <summary>What became of the notes of commits that the view had to follow.</summary>
/// <param name="Finished">The work is done, and the note is gone.</param>
/// <param name="Unfinished">The work could not be done: the note must not be lost.</param>
internal sealed record CaughtUp(IReadOnlyList<string> Finished, IReadOnlyList<string> Unfinished);
