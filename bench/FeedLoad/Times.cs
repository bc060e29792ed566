using System.Globalization;

namespace BintrayPush.FeedLoad;

/// <summary>How long something took, over many times.</summary>
internal static class Times
{
    /// <summary>Half of them took no longer than this, 99 of 100, and all; in milliseconds.</summary>
    public static string Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return string.Create(
            CultureInfo.InvariantCulture, $"{At(sorted, 0.5):f1}\t{At(sorted, 0.99):f1}\t{sorted[^1]:f1}");
    }

    private static double At(double[] sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
}
