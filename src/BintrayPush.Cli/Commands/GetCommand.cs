using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Report;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray get</c>: a file, or all files of a version, each whole and verified, or not at all.</summary>
internal sealed class GetCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly Argument<string> _file = CommonOptions.Subject<string>(
        "file", "The file, the version, or the package for its latest stable version.", Addresses.OfFileOrVersion);
    private readonly Option<string?> _output = new(
        "--output", "-o")
    { Description = "The file to write, or a folder to write it into; the current folder without it." };
    private readonly Option<string?> _to = new("--to")
    {
        Description = "It is a version, or a package: the folder that its files come into, each with its path in the repository.",
        HelpName = "folder",
    };
    private readonly Option<bool> _force = CommonOptions.Flag("--force", "Replace what is there.");
    private readonly Option<bool> _unpublished =
        CommonOptions.Flag("--unpublished", "Get the file that waits to be published, if there is one.");
    private readonly CliEnvironment _surroundings;

    private GetCommand(CliEnvironment environment) => _surroundings = environment;

    public static Command Create(CliEnvironment environment)
    {
        var get = new GetCommand(environment);
        var command = new Command("get", "Downloads a file, or all files of a version, and verifies them.")
        {
            get._file, get._output, get._to, get._force, get._unpublished,
        };
        return command.Out(get._connection.All, get.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var (given, output, to) = (result.GetRequiredValue(_file), result.GetValue(_output), result.GetValue(_to));
        if (output is not null && to is not null)
        {
            throw CommandFailure.Usage(
                Complaints.OptionsAtOdds("--output is the place of a file, and --to the folder for a version: give one of them."));
        }

        var address = Addresses.File(given);
        var connection = _connection.Read(result, _surroundings, address.Repository.ToString());
        using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var service = opened.Destination.Service;
        if (output is null && await WantedVersion.FindAsync(service, given, connection.Place.Name, mustBe: to is not null, cancellation)
            .ConfigureAwait(false) is { } whole)
        {
            var folder = new VersionFolder(_surroundings.Absolute(string.IsNullOrEmpty(to) ? "." : to));
            var work = new PlaceWork(opened, connection, printer);
            return await new VersionDownload(work, folder, result.GetValue(_force)).RunAsync(
                whole, result.GetValue(_unpublished), cancellation).ConfigureAwait(false);
        }

        var target = OutputFile.Choose(output, address.Path, _surroundings, result.GetValue(_force));
        using var download = await opened.Destination.Service.DownloadAsync(address, result.GetValue(_unpublished), cancellation)
            .ConfigureAwait(false)
            ?? throw CommandFailure.Failed(
                Complaints.NotThere(
                    $"file {address}",
                    connection.Place.Name,
                    "Look at the files of its version with 'bintray show'; one that is not public needs --unpublished."));

        var file = await DescribedAsync(opened.Destination.Service, address, download, cancellation).ConfigureAwait(false);
        var content = await target.ReceiveAsync(download, file, cancellation).ConfigureAwait(false);
        var where = file.Version is { } version ? $" in {version}" : "";
        printer.Show([
            $"{target.Path} ({PushSummary.Size(content.Size)}), {(download.Published ? "published" : "unpublished")}{where}"
        ], json =>
        {
            json.WriteString("file", target.Path);
            json.WriteString("version", file.Version?.ToString());
            json.WriteString("path", address.Path.Value);
            json.WriteBoolean("published", download.Published);
            json.WriteNumber("size", content.Size);
            json.WriteString("sha1", content.Sha1);
            json.WriteString("sha256", content.Sha256);
        });
        return ExitCode.Success;
    }

    /// <summary>What a file should be. Where the download does not say it, as from a plain web server, the service is asked.</summary>
    private static async Task<DownloadedFile> DescribedAsync(
        IBintray service, FileAddress address, FileDownload download, CancellationToken cancellation)
    {
        if (!download.Published || download.File is { HasChecksum: true, Version: not null })
        {
            return download.File;
        }

        try
        {
            return await service.GetFileAsync(address, cancellation).ConfigureAwait(false) is not { } known ? download.File
                : download.File.HasChecksum ? download.File with { Version = known.Version }
                : DownloadedFile.Of(known);
        }
        catch (BintrayException) when (download.File.HasChecksum)
        {
            // The bytes can be verified; only the version stays unknown.
            return download.File;
        }
    }
}
