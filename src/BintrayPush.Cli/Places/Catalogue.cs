using System.Globalization;
using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Cli.Output;
using BintrayPush.Destinations;
using BintrayPush.Report;

namespace BintrayPush.Cli.Places;

/// <summary>What is shown of a thing.</summary>
/// <param name="Lines">For people.</param>
/// <param name="Document">For programs.</param>
internal sealed record CataloguePage(IReadOnlyList<string> Lines, Action<Utf8JsonWriter> Document);

/// <summary>Asks a service what it has. What is not there is nothing.</summary>
internal sealed class Catalogue(Destination destination, CancellationToken cancellation)
{
    private readonly IBintray _service = destination.Service;

    public async Task<CataloguePage?> SubjectAsync(string subject)
    {
        var repositories = await _service.ListRepositoriesAsync(subject, cancellation).ConfigureAwait(false);
        return new CataloguePage(
            [$"{subject}: {Count(repositories.Count, "repository", "repositories")}", .. repositories.Select(
                repository => $"  {repository.Address.Name}")],
            json =>
            {
                json.WriteString("subject", subject);
                json.WriteTexts("repositories", repositories.Select(repository => repository.Address.Name));
            });
    }

    public async Task<CataloguePage?> RepositoryAsync(RepositoryAddress address)
    {
        if (await _service.GetRepositoryAsync(address, cancellation).ConfigureAwait(false) is not { } repository)
        {
            return null;
        }

        var packages = await PackageNames.AllAsync(_service, address, cancellation).ConfigureAwait(false);
        var details = repository.Details;
        return new CataloguePage(
            [
                $"{address}: {details.Type ?? RepositoryTypes.Default} repository{(details.Private == true ? ", private" : "")}, "
                    + $"{Count(packages.Count, "package", "packages")}",
                .. Fields(("description", details.Description), ("labels", Joined(details.Labels))),
                .. packages.Select(package => $"  {package}"),
            ],
            json =>
            {
                json.WriteString("repo", address.ToString());
                json.WriteString("type", details.Type ?? RepositoryTypes.Default);
                json.WriteBoolean("private", details.Private == true);
                json.WriteText("description", details.Description);
                json.WriteTexts("labels", details.Labels);
                json.WriteTime("created", repository.Created);
                json.WriteTexts("packages", packages);
            });
    }

    public async Task<CataloguePage?> PackageAsync(PackageAddress address)
    {
        if (await _service.GetPackageAsync(address, cancellation).ConfigureAwait(false) is not { } package)
        {
            return null;
        }

        var details = package.Details;
        var (files, all) = await FilesAsync(unpublished => _service.ListFilesAsync(address, unpublished, cancellation))
            .ConfigureAwait(false);
        var states = VersionState.Of(package.Versions, files);
        var latest = states.FirstOrDefault(version => version.Published > 0)?.Name;
        return new CataloguePage(
            [
                $"{address}: {Count(package.Versions.Count, "version", "versions")}",
                .. Fields(
                    ("latest", latest), ("size", PushSummary.Size(states.Sum(version => version.Size))),
                    ("created", VersionState.Time(package.Created)), ("updated", VersionState.Time(package.Updated)),
                    ("description", details.Description), ("labels", Joined(details.Labels)), ("licenses", Joined(details.Licenses)),
                    ("vcs", details.VcsUrl), ("website", details.WebsiteUrl), ("issues", details.IssueTrackerUrl)),
                .. states.Select(version => version.Line(version.Name == latest)),
            ],
            json =>
            {
                json.WriteString("package", address.ToString());
                json.WriteText("description", details.Description);
                json.WriteTexts("labels", details.Labels);
                json.WriteTexts("licenses", details.Licenses);
                json.WriteText("vcsUrl", details.VcsUrl);
                json.WriteText("websiteUrl", details.WebsiteUrl);
                json.WriteText("issueTrackerUrl", details.IssueTrackerUrl);
                json.WriteTexts("attributes", package.AttributeNames);
                json.WriteTime("created", package.Created);
                json.WriteTime("updated", package.Updated);
                json.WriteText("latest", latest);
                json.WriteNumber("size", states.Sum(version => version.Size));
                json.WriteTexts("versions", package.Versions);
                json.WriteBoolean("unpublishedShown", all);
                json.WriteStartArray("states");
                foreach (var version in states)
                {
                    version.Write(json);
                }

                json.WriteEndArray();
            });
    }

    public async Task<CataloguePage?> VersionAsync(VersionAddress address)
    {
        if (await _service.GetVersionAsync(address, cancellation).ConfigureAwait(false) is not { } version)
        {
            return null;
        }

        var (files, all) = await FilesAsync(unpublished => _service.ListFilesAsync(address, unpublished, cancellation))
            .ConfigureAwait(false);
        var state = VersionState.Of([address.Name], files)[0];
        var isLatest = await IsLatestAsync(address).ConfigureAwait(false);
        var repository = await _service.GetRepositoryAsync(address.Repository, cancellation).ConfigureAwait(false);
        var url = repository is null ? null : destination.LocateRepository(address.Repository, repository.Details);
        var details = version.Details;
        return new CataloguePage(
            [
                $"{address}: {Count(files.Published.Count, "file", "files")} published, "
                    + $"{(all ? files.Unpublished.Count.ToString(CultureInfo.InvariantCulture) : "unknown number of")} unpublished",
                .. Fields(
                    ("state", $"{state.Text}{(isLatest ? ", the latest" : "")}"),
                    ("size", PushSummary.Size(state.Size)),
                    ("created", VersionState.Time(version.Created)),
                    ("updated", VersionState.Time(version.Updated)),
                    ("url", url),
                    ("description", details.Description),
                    ("released", details.Released?.ToString("O", CultureInfo.InvariantCulture)),
                    ("tag", details.VcsTag)),
                .. files.Published.Select(file => Line(file, "published")),
                .. files.Unpublished.Select(file => Line(file, "unpublished")),
            ],
            json =>
            {
                json.WriteString("version", address.ToString());
                json.WriteString("state", state.Text);
                json.WriteBoolean("latest", isLatest);
                json.WriteNumber("size", state.Size);
                json.WriteText("url", url);
                json.WriteText("description", details.Description);
                json.WriteTime("released", details.Released);
                json.WriteText("vcsTag", details.VcsTag);
                json.WriteTexts("attributes", version.AttributeNames);
                json.WriteTime("created", version.Created);
                json.WriteTime("updated", version.Updated);
                json.WriteBoolean("unpublishedShown", all);
                json.WriteStartArray("files");
                Write(json, files.Published, file => repository is null
                    ? null : destination.Locate(new FileAddress(address.Repository, file.Path), repository.Details));
                Write(json, files.Unpublished, locate: null);
                json.WriteEndArray();
            });
    }

    /// <summary>What waits is shown only to those who may publish; the others see the rest.</summary>
    private static async Task<(FileListing Files, bool All)> FilesAsync(Func<bool, Task<FileListing>> list)
    {
        try
        {
            return (await list(true).ConfigureAwait(false), true);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.Unauthorized or BintrayException.Forbidden)
        {
            return (await list(false).ConfigureAwait(false), false);
        }
    }

    /// <summary>A service that does not say it is not believed to have said so.</summary>
    private async Task<bool> IsLatestAsync(VersionAddress address)
    {
        try
        {
            return (await _service.GetLatestVersionAsync(address.Package, cancellation).ConfigureAwait(false))?.Address == address;
        }
        catch (BintrayException refusal) when (refusal.Status is >= 400 and < 500)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RepositoryFile> files, Func<RepositoryFile, string?>? locate)
    {
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path.Value);
            json.WriteBoolean("published", locate is not null);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha1", file.Sha1);
            json.WriteText("sha256", file.Sha256);
            json.WriteTime("created", file.Created);
            json.WriteText("url", locate?.Invoke(file));
            json.WriteEndObject();
        }
    }

    private static string Line(RepositoryFile file, string state) => $"  {state,-11} {file.Path} ({PushSummary.Size(file.Size)})";

    private static IEnumerable<string> Fields(params (string Name, string? Value)[] fields) =>
        fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => $"  {field.Name}: {field.Value}");

    private static string? Joined(IReadOnlyList<string>? values) => values is null ? null : string.Join(", ", values);

    private static string Count(int number, string one, string several) => $"{number} {(number == 1 ? one : several)}";
}
