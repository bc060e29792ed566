using System.Security.Cryptography;
using System.Text;
using BintrayPush.Feed.StaticFeeds;

namespace BintrayPush.Cli.Feeds;

/// <summary>
/// What the files of a static feed show, so that a push that changes nothing need not compare all of them. It counts until the machine is
/// started again, since they are not flushed; where that cannot be told, it is not kept.
/// </summary>
/// <param name="Followed">What the store says of the moment that they show.</param>
internal sealed record FeedState(string Followed)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Reads what is kept of a feed.</summary>
    /// <returns><see langword="null"/> if it is of another program, address or start of the machine, or not kept.</returns>
    public static FeedState? Read(FeedFolder folder, FeedRoot root) =>
        Form(root) is { } form && folder.State?.Split('\n', 2) is [var first, var followed] && first == form
            ? new FeedState(followed)
            : null;

    /// <summary>Keeps it.</summary>
    public void Write(FeedFolder folder, FeedRoot root) => folder.State = Form(root) is { } form ? $"{form}\n{Followed}" : null;

    /// <summary>A hash: the folder is served, and what it says of the machine is nobody's business.</summary>
    private static string? Form(FeedRoot root) => File.Exists(BootFile)
        ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{StaticFeed.Form} {root} {File.ReadAllText(BootFile)}")))
        : null;
}
