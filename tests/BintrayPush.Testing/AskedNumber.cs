using System.Globalization;

namespace BintrayPush.Testing;

/// <summary>How often a test repeats something: usually as often as there is time for, and more if a variable asks for it.</summary>
internal static class AskedNumber
{
    public const string Kills = "BINTRAYPUSH_KILLS";

    public static int Of(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : usual;
}
