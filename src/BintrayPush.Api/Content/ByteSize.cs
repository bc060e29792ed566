using System.Globalization;

namespace BintrayPush.Api.Content;

/// <summary>Numbers of bytes for people.</summary>
public static class ByteSize
{
    /// <summary>A number with a unit, for example <c>34.1 KB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public static string Text(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
