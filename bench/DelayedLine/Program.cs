using System.Globalization;
using System.Net;
using BintrayPush.DelayedLine;

const string Usage = """
    delayed-line --to ADDRESS:PORT [--round-trip MILLISECONDS] [--window MIB]
    delayed-line --check

    Passes connections on and delays every byte by half the round trip. It prints the address that it listens on. Each line of its
    standard input is answered with what has passed so far; the end of its input ends it. --check measures its own round trips.
    """;

var options = new Dictionary<string, string>();
for (var i = 0; i < args.Length; i++)
{
    options[args[i]] = args[i] == "--check" ? "" : i + 1 < args.Length ? args[++i] : "";
}

if (options.ContainsKey("--check"))
{
    return await SelfCheck.RunAsync(Console.Out).ConfigureAwait(false);
}

if (!IPEndPoint.TryParse(options.GetValueOrDefault("--to", ""), out var target)
    || !double.TryParse(options.GetValueOrDefault("--round-trip", "0"), CultureInfo.InvariantCulture, out var milliseconds) || !(milliseconds is >= 0 and <= 60_000)
    || !int.TryParse(options.GetValueOrDefault("--window", "16"), CultureInfo.InvariantCulture, out var mebibytes) || mebibytes is < 1 or > 1024)
{
    await Console.Error.WriteLineAsync(Usage).ConfigureAwait(false);
    return 2;
}

using var line = new Line(target, TimeSpan.FromMilliseconds(milliseconds), mebibytes * 1024 * 1024);
await Console.Out.WriteLineAsync($"listening on {line.Address}").ConfigureAwait(false);
while (await Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
{
    await Console.Out.WriteLineAsync(line.Tally.ToString()).ConfigureAwait(false);
}

return 0;
