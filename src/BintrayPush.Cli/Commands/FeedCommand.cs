using BintrayPush.Api.Service;
using BintrayPush.Cli.Feeds;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Places;
using BintrayPush.Destinations;
using BintrayPush.Places;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray feed</c>: writes the NuGet feed of a repository in a folder as plain files.</summary>
internal static class FeedCommand
{
    public const string Name = "feed";

    public static Command Create(CliEnvironment environment)
    {
        var connecting = new ConnectionOptions();
        var repository = CommonOptions.Subject<string>("repository", "The repository, of type nuget, in a folder.", Addresses.OfRepository);
        var onlyNews = new Option<bool>("--only-news")
        {
            Description = "Compare no file if nothing was published since the feed was written.",
        };
        var command = new Command(
            Name, "Writes the NuGet feed of a folder as plain files, for any web server; only what has changed.") { repository };
        return command.Out([.. connecting.All, onlyNews], async (result, printer, cancellation) =>
        {
            var address = Addresses.Repository(result.GetRequiredValue(repository));
            var connection = connecting.Read(result, environment, address.ToString());
            var downloads = connecting.StaticFeed(result, connection.Place, isWanted: true)!;
            var folder = (ChosenPlace.Folder)connection.Place;
            using (var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false))
            {
                await RequireAsync(opened.Destination.Service, address, folder.Path, cancellation).ConfigureAwait(false);
            }

            var feeds = new FolderFeeds(folder.Path) { ComparesAll = !result.GetValue(onlyNews) };
            var (feed, problem) = await feeds.WriteAsync(address, downloads, cancellation).ConfigureAwait(false);
            if (feed is null)
            {
                throw CommandFailure.Failed(problem!);
            }

            printer.Show([.. feed.Unsound.Select(file => $"  not shown: {file.Path}: {file.Fault}"), feed.Summary], json =>
            {
                json.WriteString("index", feed.Index);
                json.WriteBoolean("unchanged", feed.Packages is null);
                json.WriteNumber("packages", feed.Packages ?? 0);
                json.WriteNumber("written", feed.Written);
                json.WriteNumber("removed", feed.Removed);
                json.WriteStartArray("unsound");
                foreach (var file in feed.Unsound)
                {
                    json.WriteStartObject();
                    json.WriteString("path", file.Path);
                    json.WriteString("fault", file.Fault);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return ExitCode.Success;
        });
    }

    /// <summary>Refuses a repository that can have no static feed.</summary>
    /// <exception cref="CommandFailure">It can have none, or is not there.</exception>
    public static async Task RequireAsync(IBintray service, RepositoryAddress address, string place, CancellationToken cancellation)
    {
        var there = await service.GetRepositoryAsync(address, cancellation).ConfigureAwait(false)
            ?? throw CommandFailure.Failed(Complaints.NotThere($"repository {address}", place, "Look at the address."));
        if (StaticFeedProblems.FaultOf(there.Details) is { } fault)
        {
            throw CommandFailure.Failed(StaticFeedProblems.NoFeed(address, $"it {fault}"));
        }
    }
}
