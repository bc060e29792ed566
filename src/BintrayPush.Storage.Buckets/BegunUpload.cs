namespace BintrayPush.Storage.Buckets;

/// <summary>An upload in parts that is not whole, whoever sends it or has sent it.</summary>
/// <param name="Key">The key that it will have.</param>
/// <param name="Id">How the engine calls it, where several uploads to a key are kept apart.</param>
/// <param name="Begun">When it was begun; <see langword="null"/> if the engine does not say.</param>
internal sealed record BegunUpload(string Key, string Id, DateTimeOffset? Begun);

/// <summary>A part that has arrived.</summary>
/// <param name="Number">The first is 1.</param>
/// <param name="Tag">How the engine calls it when the parts are put together.</param>
internal sealed record BegunPart(int Number, string Tag)
{
    /// <summary>The parts up to the first gap.</summary>
    public static IReadOnlyList<BegunPart> FromTheFirst(IEnumerable<BegunPart> parts) =>
        [.. parts.OrderBy(part => part.Number).TakeWhile((part, index) => part.Number == index + 1)];
}
