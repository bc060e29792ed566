namespace BintrayPush.EndToEnd.Harness;

/// <summary>The commands of the pages that no test runs, each with the reason.</summary>
public static class UnrunCommands
{
    private const string NeedsBucket = "needs an engine with a bucket; the tests of the bucket push to one, and start servers on it";
    private const string Measures = "measures for minutes up to an hour, and needs a machine that does nothing else";

    public static readonly (string Page, string Command, string Reason)[] All =
    [
        ("README.md", "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...", NeedsBucket),
        ("README.md", "dotnet build -c Release -t:PushToBintray -p:BintrayUrl=s3://packages/acme -p:BintrayRepo=acme/nuget", NeedsBucket),
        ("README.md", "dotnet test", "runs the tests that this list belongs to"),
        ("docs/cli.md", "source <(bintray completion zsh)", "needs zsh; the tests of the command line look at what it prints"),
        ("docs/cli.md", "bintray completion pwsh | Out-String | Invoke-Expression", "needs PowerShell; the tests of the command line look "
            + "at what it prints"),
        ("docs/operating.md", "bintray-server sweep --data ./data --delete", "waits an hour between its two looks; the tests of the server "
            + "give it a second"),
        ("docs/performance.md", "bench/server-vs-nginx/run", Measures),
        ("docs/performance.md", "bench/bucket-vs-gateway/run", Measures),
        ("docs/performance.md", "bench/day/run", Measures),
        ("docs/performance.md", "bench/nuget-feed/run", Measures),
        ("docs/performance.md", "bench/push-vs-curl/run", Measures),
        ("docs/performance.md", "bench/push-vs-curl/run --no-document --pairs 1 --parts loads --loads '1x16 real' --latencies '0 50'", Measures),
        ("docs/performance.md", "bench/push-vs-curl/run --no-document --pairs 1 --parts solution", Measures),
        (
            "docs/scaling.md",
            "BINTRAYPUSH_COST_FILES='1000;10000' dotnet test --project tests/BintrayPush.Storage.S3.Tests --filter FullyQualifiedName~CostTests",
            "takes minutes; with fewer files it is a test"),
        ("docs/server.md", "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...", NeedsBucket),
        ("docs/server.md", "bintray-server user add joe --role acme=admin --data 's3://packages/acme?endpoint=https://s3.example.com'", NeedsBucket),
        (
            "docs/server.md",
            "bintray-server --data 's3://packages/acme?endpoint=https://s3.example.com' --installation-key /etc/bintray/installation.key",
            NeedsBucket),
    ];

    /// <summary>Installs a server under systemd, as root: tests/team-server does it as printed, in a system of its own.</summary>
    private const string PageOfScript = "docs/team-server.md";

    public static bool Hold(string page, string command) =>
        page == PageOfScript || All.Any(entry => entry.Page == page && entry.Command == command);
}
