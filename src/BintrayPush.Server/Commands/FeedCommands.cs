using System.CommandLine;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Store;
using BintrayPush.Storage;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server feed export</c>: writes the feed of a NuGet repository as plain files, for any web server. A server may run on the
/// folder meanwhile.
/// </summary>
internal static class FeedCommands
{
    public static Command Create() => new("feed", "Works on the feeds of NuGet repositories.") { CreateExport() };

    private static Command CreateExport()
    {
        var repository = new Argument<string>("repository") { Description = "<subject>/<repository>, of type nuget." };
        var settings = new StoreSettings();
        var url = new Option<string>("--url")
        {
            Description = "The address under which a web server will answer with the folder of the feed.",
            HelpName = "url",
            Required = true,
        };
        var output = new Option<string?>("--output")
        {
            Description = "The folder that is written; by default dl/<subject>/<repository>/v3 in the data folder.",
            HelpName = "folder",
        };
        var command = new Command(
            "export", "Writes the feed of a NuGet repository as plain files, which any web server may serve; only what has changed.")
        {
            repository, url, output,
        };
        settings.AddTo(command, options => options.Index);
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                var address = RepositoryAddress.TryParse(result.GetRequiredValue(repository), out var parsed, out var reason)
                    ? parsed : throw new FormatException(reason);
                var root = FeedRoot.TryParse(result.GetRequiredValue(url), out var found, out var fault)
                    ? found : throw new FormatException($"--url: {fault}");
                var counting = settings.Read(result);
                var folder = counting.Data;
                if (!ServerStores.IsThere(folder))
                {
                    throw new BintrayException(BintrayException.Unavailable, $"the data folder '{folder}' is not there");
                }

                var store = await ServerStores.OpenAsync(folder, readOnly: false, new RepositoryOptions(), cancellation);
                var errors = result.InvocationConfiguration.Error;
                var export = new FeedExport(
                    store, counting.Index ?? IndexFolder.Of(folder), warning => errors.WriteLine(LogText.Clean(warning)));
                var report = await export.WriteAsync(address, root, result.GetValue(output), cancellation);
                await result.InvocationConfiguration.Output.WriteLineAsync(
                    $"{root}index.json: {Count(report.Packages, "package")} of {Count(report.Ids, "id")}, "
                        + $"{Count(report.Written, "file")} written, {report.Removed} removed");
                return 0;
            }
            catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException or FormatException
                or InvalidDataException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(LogText.Clean(fault.Message));
                return 1;
            }
        });
        return command;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
