using BintrayPush.Server.Http;

namespace BintrayPush.Server.Staging;

/// <summary>A page of a list that was found as a whole.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Number">Which one it is, from 1.</param>
/// <param name="Size">How many items a page has.</param>
/// <param name="Total">How many there are on all pages.</param>
internal sealed record StagingPage<T>(IReadOnlyList<T> Items, int Number, int Size, int Total);

/// <summary>Which page a call asks for.</summary>
internal static class StagingPages
{
    private const int Default = 100;
    private const int Largest = 1000;

    /// <summary>The page of a list.</summary>
    /// <exception cref="BintrayException">400: there can be no such page.</exception>
    public static StagingPage<T> Of<T>(Call call, IReadOnlyList<T> all)
    {
        var (number, size) = (Read(call, "page", 1, int.MaxValue), Read(call, "pageSize", Default, Largest));
        var skip = (long)(number - 1) * size;
        return new StagingPage<T>([.. all.Skip((int)Math.Min(skip, all.Count)).Take(size)], number, size, all.Count);
    }

    private static int Read(Call call, string name, int otherwise, int most) => call.Query[name] switch
    {
        null => otherwise,
        _ when call.Query.Number(name) is { } number and > 0 && number <= most => number,
        _ => throw Refusal.BadRequest($"'{name}' must be a number from 1 to {most}"),
    };
}
