using System.Globalization;
using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Cli.Output;
using BintrayPush.Report;

namespace BintrayPush.Cli.Places;

/// <summary>What is shown of a thing.</summary>
/// <param name="Lines">For people.</param>
/// <param name="Document">For programs.</param>
internal sealed record CataloguePage(IReadOnlyList<string> Lines, Action<Utf8JsonWriter> Document);

/// <summary>Asks a service what it has. What is not there is nothing.</summary>
internal sealed class Catalogue(IBintray service, CancellationToken cancellation)
{
    /// <summary>The list comes in pages, and a service may always say that there is one more.</summary>
    private const int MostPackages = 1_000_000;

    public async Task<CataloguePage?> SubjectAsync(string subject)
    {
        var repositories = await service.ListRepositoriesAsync(subject, cancellation).ConfigureAwait(false);
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
        if (await service.GetRepositoryAsync(address, cancellation).ConfigureAwait(false) is not { } repository)
        {
            return null;
        }

        var packages = await PackagesAsync(address).ConfigureAwait(false);
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
        if (await service.GetPackageAsync(address, cancellation).ConfigureAwait(false) is not { } package)
        {
            return null;
        }

        var details = package.Details;
        return new CataloguePage(
            [
                $"{address}: {Count(package.Versions.Count, "version", "versions")}",
                .. Fields(
                    ("description", details.Description), ("labels", Joined(details.Labels)), ("licenses", Joined(details.Licenses)),
                    ("vcs", details.VcsUrl), ("website", details.WebsiteUrl), ("issues", details.IssueTrackerUrl)),
                .. package.Versions.Select(version => $"  {version}"),
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
                json.WriteTexts("versions", package.Versions);
            });
    }

    public async Task<CataloguePage?> VersionAsync(VersionAddress address)
    {
        if (await service.GetVersionAsync(address, cancellation).ConfigureAwait(false) is not { } version)
        {
            return null;
        }

        var (files, all) = await FilesAsync(address).ConfigureAwait(false);
        var details = version.Details;
        return new CataloguePage(
            [
                $"{address}: {Count(files.Published.Count, "file", "files")} published, "
                    + $"{(all ? files.Unpublished.Count.ToString(CultureInfo.InvariantCulture) : "unknown number of")} unpublished",
                .. Fields(
                    ("description", details.Description),
                    ("released", details.Released?.ToString("O", CultureInfo.InvariantCulture)),
                    ("tag", details.VcsTag)),
                .. files.Published.Select(file => Line(file, "published")),
                .. files.Unpublished.Select(file => Line(file, "unpublished")),
            ],
            json =>
            {
                json.WriteString("version", address.ToString());
                json.WriteText("description", details.Description);
                json.WriteTime("released", details.Released);
                json.WriteText("vcsTag", details.VcsTag);
                json.WriteTexts("attributes", version.AttributeNames);
                json.WriteTime("created", version.Created);
                json.WriteTime("updated", version.Updated);
                json.WriteBoolean("unpublishedShown", all);
                json.WriteStartArray("files");
                Write(json, files.Published, published: true);
                Write(json, files.Unpublished, published: false);
                json.WriteEndArray();
            });
    }

    private async Task<List<string>> PackagesAsync(RepositoryAddress address)
    {
        var packages = new List<string>();
        while (true)
        {
            var page = await service.ListPackagesAsync(address, null, packages.Count, cancellation).ConfigureAwait(false);
            packages.AddRange(page.Items);
            if (page.Items.Count == 0 || packages.Count >= page.Total)
            {
                return packages;
            }

            if (packages.Count > MostPackages)
            {
                throw new BintrayException(
                    BintrayException.NoAnswer, $"{address} has more than {MostPackages} packages, or its list does not end");
            }
        }
    }

    /// <summary>What waits is shown only to those who may publish; the others see the rest.</summary>
    private async Task<(FileListing Files, bool All)> FilesAsync(VersionAddress address)
    {
        try
        {
            return (await service.ListFilesAsync(address, includeUnpublished: true, cancellation).ConfigureAwait(false), true);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.Unauthorized or BintrayException.Forbidden)
        {
            return (await service.ListFilesAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false), false);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RepositoryFile> files, bool published)
    {
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path.Value);
            json.WriteBoolean("published", published);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha1", file.Sha1);
            json.WriteText("sha256", file.Sha256);
            json.WriteTime("created", file.Created);
            json.WriteEndObject();
        }
    }

    private static string Line(RepositoryFile file, string state) => $"  {state,-11} {file.Path} ({PushSummary.Size(file.Size)})";

    private static IEnumerable<string> Fields(params (string Name, string? Value)[] fields) =>
        fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => $"  {field.Name}: {field.Value}");

    private static string? Joined(IReadOnlyList<string>? values) => values is null ? null : string.Join(", ", values);

    private static string Count(int number, string one, string several) => $"{number} {(number == 1 ? one : several)}";
}
