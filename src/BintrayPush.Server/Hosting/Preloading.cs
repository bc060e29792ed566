using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using BintrayPush.Api.Service;
using BintrayPush.Storage;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Loads at the start what requests need. .NET loads an assembly when it is first used; if there is no file handle left at that moment,
/// the failure is remembered, and everything that needs the assembly fails until the process ends.
/// </summary>
internal static class Preloading
{
    /// <summary>
    /// They put a server together, and refer to much that this one does not use. Each assembly keeps two file handles open.
    /// </summary>
    private static readonly HashSet<string> Builders =
    [
        "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Diagnostics", "System.CommandLine",
    ];

    /// <summary>The engines of buckets, and all that their libraries bring along.</summary>
    private static readonly HashSet<string> Engines = ["BintrayPush.Storage.S3", "BintrayPush.Storage.Azure"];

    /// <summary>What is for metrics.</summary>
    private const string Metrics = "OpenTelemetry";

    /// <summary>Loads it.</summary>
    /// <param name="withEngines">Whether the data are in a bucket.</param>
    /// <param name="withMetrics">Whether metrics are given.</param>
    public static void LoadAll(bool withEngines, bool withMetrics)
    {
        var known = new HashSet<string>();
        var open = new Stack<Assembly>([typeof(Preloading).Assembly]);
        while (open.TryPop(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                var isNeeded = (withEngines || !Engines.Contains(name.Name!))
                    && (withMetrics || !name.Name!.StartsWith(Metrics, StringComparison.Ordinal));
                if (isNeeded && known.Add(name.FullName) && TryLoad(name) is { } loaded && !Builders.Contains(name.Name!))
                {
                    open.Push(loaded);
                }
            }
        }

        foreach (var own in new[] { typeof(Preloading).Assembly, typeof(IBintray).Assembly, typeof(IServerStore).Assembly })
        {
            Initialize(own);
        }

        LoadCompression();
        LoadSqlite();
    }

    /// <summary>A type whose static fields cannot be set is as useless until the process ends.</summary>
    private static void Initialize(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    /// <summary>What is referenced and not there is not used on this system.</summary>
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>The native library behind it is loaded at its first use.</summary>
    private static void LoadCompression()
    {
        using var gzip = new GZipStream(Stream.Null, CompressionLevel.Fastest);
        gzip.WriteByte(0);
    }

    /// <summary>Likewise.</summary>
    private static void LoadSqlite()
    {
        using var nothing = new SqliteConnection("Data Source=:memory:");
        nothing.Open();
    }
}
