namespace BintrayPush.Pages.Tests;

/// <summary>How somebody's browser is set.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="IsDark">Whether dark pages are wanted.</param>
internal sealed record Look(int Width, bool IsDark)
{
    /// <summary>A phone and a desk, by day and by night.</summary>
    public static IReadOnlyList<Look> All { get; } = [new(400, false), new(400, true), new(1280, false), new(1280, true)];

    public override string ToString() => $"{Width}-{(IsDark ? "dark" : "light")}";
}
