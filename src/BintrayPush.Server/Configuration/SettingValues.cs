namespace BintrayPush.Server.Configuration;

/// <summary>What the values of settings look like, by their type.</summary>
internal static class SettingValues
{
    /// <summary>Whether the values are numbers.</summary>
    public static bool IsNumber(Type type) => IsWhole(type) || type == typeof(double);

    /// <summary>Whether the values are whole numbers.</summary>
    public static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);

    /// <summary>What messages call such a value.</summary>
    public static string Form(Type type) =>
        type == typeof(bool) ? "true or false"
        : IsWhole(type) ? "a whole number"
        : IsNumber(type) ? "a number"
        : "a text that is not empty";
}
