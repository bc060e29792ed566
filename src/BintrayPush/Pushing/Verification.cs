namespace BintrayPush.Pushing;

/// <summary>Whether the service holds what was sent (design of a push, step 5). Pure.</summary>
internal static class Verification
{
    /// <summary>What is wrong with a file, by what the service listed after the uploads; nothing if it is there intact.</summary>
    public static string? FaultOf(Delivery delivery, KnownFiles known)
    {
        var content = delivery.Hashes!;
        var published = known.Published(delivery.File.Path);
        var pending = known.Pending(delivery.File.Path);
        if (pending?.HasContent(content) == true || published?.HasContent(content) == true)
        {
            return null;
        }

        return (pending ?? published) is { } other
            ? $"the service holds {other.Size} bytes with SHA-256 {other.Sha256 ?? "unknown"}, here are {content.Size} bytes with SHA-256 {content.Sha256}"
            : "the service does not list it";
    }
}
