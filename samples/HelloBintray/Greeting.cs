namespace HelloBintray;

/// <summary>A greeting, so that there is something to push and to use.</summary>
public static class Greeting
{
    /// <summary>Says hello.</summary>
    public static string For(string name) => $"Hello, {name}, from Bintray!";
}
