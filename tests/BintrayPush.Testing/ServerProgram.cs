using System.Reflection;

namespace BintrayPush.Testing;

/// <summary>The program bintray-server as it was built with the tests.</summary>
internal static class ServerProgram
{
    /// <summary>Its assembly.</summary>
    public static string File { get; } = typeof(ServerProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ServerProgram").Value!;

    /// <summary>The dotnet that runs this test.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
