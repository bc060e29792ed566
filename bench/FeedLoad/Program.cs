using System.Globalization;
using BintrayPush.Api.Names;
using BintrayPush.FeedLoad;

const string Usage = """
    feed-load generate --data FOLDER --ids N --versions N     fills the repository bench/nuget of a data folder
    feed-load ask --feed URL --ids N --count N --parallel N --kinds 'search registration versions package'
    feed-load push --feed URL --from N --count N              with the key at its standard input
    feed-load ids --from N --count N                          the ids of some numbers

    Times are milliseconds: half of them, 99 of 100, all. It is a part of bench/nuget-feed.
    """;

var options = new Dictionary<string, string>();
for (var i = 1; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

switch (args.FirstOrDefault())
{
    case "generate":
        await Generation.RunAsync(Text("--data"), RepositoryAddress.Of("bench", "nuget"), Number("--ids"), Number("--versions"))
            .ConfigureAwait(false);
        return 0;
    case "ask":
        var kinds = Text("--kinds").Split(' ');
        await Questions.RunAsync(new Uri(Text("--feed")), Number("--ids"), Number("--count"), Number("--parallel"), kinds)
            .ConfigureAwait(false);
        return 0;
    case "push":
        var key = await Console.In.ReadLineAsync().ConfigureAwait(false);
        await Pushes.RunAsync(new Uri(Text("--feed")), Number("--from"), Number("--count"), key ?? "").ConfigureAwait(false);
        return 0;
    case "ids":
        foreach (var number in Enumerable.Range(Number("--from"), Number("--count")))
        {
            await Console.Out.WriteLineAsync(MadePackage.IdOf(number)).ConfigureAwait(false);
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage).ConfigureAwait(false);
        return 2;
}

string Text(string name) => options.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name} is missing");

int Number(string name) => int.Parse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture);
