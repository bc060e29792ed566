using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Report;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// Gets all files of a version. What is in its place already with the same content is not got again, so a command that was cut off goes on
/// where it was; a file that has failed does not keep the others back.
/// </summary>
internal sealed class VersionDownload(PlaceWork work, VersionFolder folder, bool replace)
{
    /// <summary>More files are not named one by one, as after a push.</summary>
    private const int MostLines = 20;

    /// <summary>Gets them.</summary>
    /// <param name="version">The version.</param>
    /// <param name="unpublished">Whether what waits to be published is wanted, too, and in place of what it will replace.</param>
    /// <param name="cancellation">Ends it; what has arrived stays.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(VersionAddress version, bool unpublished, CancellationToken cancellation)
    {
        var listing = await work.Service.ListFilesAsync(version, unpublished, cancellation).ConfigureAwait(false);
        var waiting = listing.Unpublished.Select(file => file.Path).ToHashSet();
        var wanted = listing.Published.Where(file => !waiting.Contains(file.Path)).Concat(listing.Unpublished)
            .OrderBy(file => file.Path.Value, StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
        {
            throw CommandFailure.Failed(Complaints.NothingToGet(
                version, unpublished ? "Push something to it first." : "What waits to be published needs --unpublished."));
        }

        var files = await folder.LookAsync(wanted, cancellation).ConfigureAwait(false);
        if (!replace && files.Where(file => file.State == PlaceState.Other).Select(file => file.Source.Path.Value).ToList() is
            { Count: > 0 } others)
        {
            throw CommandFailure.Failed(Complaints.InTheWay(folder.Root, others));
        }

        var faults = await work.ForEachAsync(
            files,
            file => $"get {file.Source.Path}",
            file => ReceiveAsync(version.Repository, file, waiting.Contains(file.Source.Path), cancellation),
            cancellation).ConfigureAwait(false);
        work.Printer.Show(faults.SelectMany(problems => problems));
        Show(version, files, faults);
        return faults.All(problems => problems.Count == 0) ? ExitCode.Success : ExitCode.Failure;
    }

    /// <returns>What has failed; nothing if the file is in its place.</returns>
    private async Task<IReadOnlyList<Problem>> ReceiveAsync(
        RepositoryAddress repository, VersionFile file, bool waits, CancellationToken cancellation)
    {
        if (file.State == PlaceState.Same)
        {
            return [];
        }

        var address = new FileAddress(repository, file.Source.Path);
        try
        {
            using var download = await work.Service.DownloadAsync(address, waits, cancellation).ConfigureAwait(false)
                ?? throw new BintrayException(BintrayException.NotFound, $"'{address}' is gone since it was listed");
            await OutputFile.At(file.Path, replace).ReceiveAsync(download, DownloadedFile.Of(file.Source), cancellation)
                .ConfigureAwait(false);
            return [];
        }
        catch (CommandFailure failure)
        {
            return failure.Problems;
        }
    }

    private void Show(VersionAddress version, IReadOnlyList<VersionFile> files, IReadOnlyList<IReadOnlyList<Problem>> faults)
    {
        var outcomes = files.Select((file, i) => faults[i].Count > 0 ? "failed"
            : file.State == PlaceState.Free ? "got" : file.State == PlaceState.Same ? "there" : "replaced").ToList();
        var received = files.Where((_, i) => outcomes[i] is "got" or "replaced").Sum(file => file.Source.Size);
        var counts = outcomes.GroupBy(outcome => outcome).Select(group => $"{group.Count()} {Words(group.Key)}");
        work.Printer.Show(
            [
                .. files.Count > MostLines ? [] : files.Select(
                    (file, i) => $"  {outcomes[i],-8} {file.Source.Path} ({PushSummary.Size(file.Source.Size)})"),
                $"{version} -> {folder.Root}: {string.Join(", ", counts)}, {PushSummary.Size(received)} received",
            ],
            json =>
            {
                json.WriteString("version", version.ToString());
                json.WriteString("folder", folder.Root);
                json.WriteNumber("received", received);
                json.WriteStartArray("files");
                for (var i = 0; i < files.Count; i++)
                {
                    json.WriteStartObject();
                    json.WriteString("path", files[i].Source.Path.Value);
                    json.WriteString("file", files[i].Path);
                    json.WriteString("outcome", outcomes[i]);
                    json.WriteNumber("size", files[i].Source.Size);
                    json.WriteString("sha1", files[i].Source.Sha1);
                    json.WriteText("sha256", files[i].Source.Sha256);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
    }

    private static string Words(string outcome) => outcome == "there" ? "there already" : outcome;
}
