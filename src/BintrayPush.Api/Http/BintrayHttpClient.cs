using System.Globalization;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Http.Transfer;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using static BintrayPush.Api.Http.Transfer.CallPaths;

namespace BintrayPush.Api.Http;

/// <summary>
/// A service spoken to over HTTP (protocol reference). Any server that implements the API will do; what one can do beyond it is used
/// only after it was announced (<see cref="Extensions"/>), and never needed.
/// </summary>
public sealed partial class BintrayHttpClient : IBintray, IDisposable
{
    private readonly ServiceUrl _service;
    private readonly ServiceUrl _downloads;
    private readonly HttpConnection _connection;
    private readonly HttpLimits _limits;

    private BintrayHttpClient(ServiceUrl service, ServiceUrl downloads, HttpConnection connection, HttpLimits limits)
    {
        _service = service;
        _downloads = downloads;
        _connection = connection;
        _limits = limits;
    }

    /// <inheritdoc/>
    public ServiceCapabilities Capabilities => ExtensionsHeader.CapabilitiesOf(_connection.Announced);

    /// <summary>Makes ready to speak to a service; nothing is sent yet.</summary>
    /// <param name="service">Its base URL.</param>
    /// <param name="downloads">Where published files are read from; <see langword="null"/> for <c>/dl</c> beside the API.</param>
    /// <param name="credentials">
    /// Sent with every call to the service's own origin, and nowhere else; <see langword="null"/> for anonymous.
    /// </param>
    /// <param name="limits">How long calls may take.</param>
    /// <param name="signIn">What gets a key when one is needed, if there are no credentials.</param>
    public static BintrayHttpClient Open(
        ServiceUrl service, ServiceUrl? downloads, Credentials? credentials, HttpLimits limits, ISignIn? signIn = null)
    {
        var proxy = HttpHandlers.ProxyFor(limits);
        var connection = new HttpConnection(HttpHandlers.Open(service, limits, proxy), service, credentials, limits, proxy, signIn);
        return new(service, downloads ?? service.Downloads, connection, limits);
    }

    /// <summary>Asks about a user, as clients do to try their credentials (protocol reference, section 14).</summary>
    /// <exception cref="BintrayException">401: the service does not know who asks; 403: it does, and does not answer.</exception>
    public Task AskForUserAsync(string user, CancellationToken cancellation) => GetAsync(["users", user], "", cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<Repository>>(GetAsync(["repos", subject], "", cancellation), answer => answer.IsMissing
            ? []
            : [.. Answers.Items(answer.Json)
                .Where(item => Answers.Text(item, "name") is not null)
                .Select(item => Answers.Repository(item, Answers.Known(() => RepositoryAddress.Of(subject, Answers.Text(item, "name")!))))
                .OrderBy(repository => repository.Address.Name, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        ReadAsync(
            GetAsync(Of("repos", repository), "", cancellation),
            answer => answer.IsMissingRepository(repository.Name) ? null : Answers.Repository(answer.Json, repository));

    /// <inheritdoc/>
    public Task<Repository> CreateRepositoryAsync(
        RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation) =>
        ReadAsync(
            PostAsync(Of("repos", repository), Bodies.Repository(details, repository.Name), cancellation),
            answer => Answers.Repository(answer.Json, repository));

    /// <inheritdoc/>
    public Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation) =>
        PatchAsync(Of("repos", repository), Bodies.Repository(changes, null), cancellation);

    /// <inheritdoc/>
    public Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        DeleteAsync(Of("repos", repository), "", cancellation);

    /// <inheritdoc/>
    public Task<Page<string>> ListPackagesAsync(RepositoryAddress repository, string? startName, int start, CancellationToken cancellation)
    {
        var query = $"start_pos={start.ToString(CultureInfo.InvariantCulture)}{Given("start_name", startName)}";
        return ReadAsync(
            GetAsync([.. Of("repos", repository), "packages"], query, cancellation),
            answer => PageOf<string>(
                answer, start, [.. Answers.Items(answer.Json).Select(item => Answers.Text(item, "name")).OfType<string>()]));
    }

    /// <inheritdoc/>
    public Task<Page<Package>> SearchPackagesAsync(PackageSearch search, int start, CancellationToken cancellation)
    {
        var query = $"start_pos={start.ToString(CultureInfo.InvariantCulture)}{Given("name", search.Name)}"
            + $"{Given("desc", search.Description)}{Given("subject", search.Subject)}{Given("repo", search.Repository)}";
        return ReadAsync(
            GetAsync(["search", "packages"], query, cancellation),
            answer => PageOf<Package>(answer, start, [.. Answers.Items(answer.Json).Select(Answers.FoundPackage)]));
    }

    /// <inheritdoc/>
    public Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation) =>
        ReadAsync(GetAsync(Of(package), "", cancellation), answer => answer.IsMissing ? null : Answers.Package(answer.Json, package));

    /// <inheritdoc/>
    public Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation) =>
        ReadAsync(
            PostAsync(Of("packages", package.Repository), Bodies.Package(details, package.Name), cancellation),
            answer => Answers.Package(answer.Json, package));

    /// <inheritdoc/>
    public Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation) =>
        PatchAsync(Of(package), Bodies.Package(changes, null), cancellation);

    /// <inheritdoc/>
    public Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation, Secret? passphrase = null) =>
        DeleteAsync(Of(package), passphrase, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation) =>
        GetVersionAsync(version.Package, version.Name, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation) =>
        GetVersionAsync(package, "_latest", cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation) =>
        ReadAsync(
            PostAsync([.. Of(version.Package), "versions"], Bodies.Version(details, version.Name), cancellation),
            answer => Answers.Version(answer.Json, version));

    /// <inheritdoc/>
    public Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation) =>
        PatchAsync(Of(version), Bodies.Version(changes, null), cancellation);

    /// <inheritdoc/>
    public Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation, Secret? passphrase = null) =>
        DeleteAsync(Of(version), passphrase, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        ReadAsync(GetAsync(AttributesOf(owner), NamesQuery(names), cancellation), answer => Answers.Attributes(answer.Json));

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        ReadAsync(PostAsync(AttributesOf(owner), Bodies.Attributes(attributes), cancellation), answer => Answers.Attributes(answer.Json));

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        ReadAsync(PatchAsync(AttributesOf(owner), Bodies.Attributes(attributes), cancellation), answer => Answers.Attributes(answer.Json));

    /// <inheritdoc/>
    public Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        DeleteAsync(AttributesOf(owner), NamesQuery(names), cancellation);

    /// <inheritdoc/>
    public Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        ReadAsync(GetAsync(DocumentOf(owner, kind), "", cancellation), answer => Answers.Document(answer.Json));

    /// <inheritdoc/>
    public Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        PostAsync(DocumentOf(owner, kind), Bodies.Document(document), cancellation);

    /// <inheritdoc/>
    public async Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation)
    {
        if ((owner, kind) is not (PackageAddress, DocumentKind.ReleaseNotes) && !_connection.Announced.HasFlag(Extensions.DocumentDelete))
        {
            throw new BintrayException(
                BintrayException.BadRequest, $"'{owner}' cannot lose this document: {_service.Host} has announced no way to delete it");
        }

        await DeleteAsync(DocumentOf(owner, kind), "", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation) =>
        ListFilesAsync([.. Of(version), "files"], version.Repository, includeUnpublished, cancellation);

    /// <inheritdoc/>
    public Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation) =>
        ListFilesAsync([.. Of(package), "files"], package.Repository, includeUnpublished, cancellation);

    /// <inheritdoc/>
    public async Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation)
    {
        if (await FindVersionAsync(file, cancellation).ConfigureAwait(false) is not { } version
            || await GetVersionAsync(version, cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }

        var listing = await ListFilesAsync(version, includeUnpublished: false, cancellation).ConfigureAwait(false);
        return listing.Published.FirstOrDefault(candidate => candidate.Path == file.Path);
    }

    /// <inheritdoc/>
    public Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation) =>
        new HttpDownload(_connection, _service, _downloads).OpenAsync(file, includeUnpublished, cancellation);

    /// <inheritdoc/>
    public Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation) =>
        ReadAsync(CallAsync(HttpMethod.Put, Of("file_metadata", file), "", Bodies.Flag("list_in_downloads", listed), cancellation), Plain);

    /// <inheritdoc/>
    public async Task SetPendingMetadataAsync(
        FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation)
    {
        const string Pending = "pending=1";
        if (attributes.Count > 0)
        {
            await ReadAsync(
                CallAsync(Patch, AttributesOf(file), Pending, Bodies.Attributes(attributes), cancellation),
                Plain).ConfigureAwait(false);
        }

        if (listed is { } wanted)
        {
            await ReadAsync(
                CallAsync(HttpMethod.Put, Of("file_metadata", file), Pending, Bodies.Flag("list_in_downloads", wanted), cancellation),
                Plain).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task DeleteFileAsync(FileAddress file, CancellationToken cancellation, Secret? passphrase = null) =>
        DeleteAsync(Of("content", file), passphrase, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private Task<PackageVersion?> GetVersionAsync(PackageAddress package, string name, CancellationToken cancellation) =>
        ReadAsync(GetAsync([.. Of(package), "versions", name], "", cancellation), answer => answer.IsMissing
            ? null
            : Answers.Version(answer.Json, Answers.Known(() => VersionAddress.Of(package, Answers.Text(answer.Json, "name") ?? name))));

    /// <summary>
    /// Both views of the files. A service that announced it says in one answer which are published; another is asked for both views, the
    /// complete one first, so that a file published in between is at worst thought to be unpublished still.
    /// </summary>
    private async Task<FileListing> ListFilesAsync(
        string[] place, RepositoryAddress repository, bool includeUnpublished, CancellationToken cancellation)
    {
        if (!includeUnpublished)
        {
            return new FileListing([.. (await ListAsync("0").ConfigureAwait(false)).Select(file => file.File)], []);
        }

        var all = await ListAsync("1").ConfigureAwait(false);
        if (_connection.Announced.HasFlag(Extensions.BothListings) && all.All(file => file.Published is not null))
        {
            return new FileListing(
                [.. all.Where(file => file.Published == true).Select(file => file.File)],
                [.. all.Where(file => file.Published == false).Select(file => file.File)]);
        }

        var published = (await ListAsync("0").ConfigureAwait(false)).Select(file => file.File).ToArray();
        var known = new HashSet<(RepositoryPath, string)>(published.Select(file => (file.Path, file.Sha1)));
        return new FileListing(published, [.. all.Select(file => file.File).Where(file => !known.Contains((file.Path, file.Sha1)))]);

        async Task<(RepositoryFile File, bool? Published)[]> ListAsync(string unpublished)
        {
            var answer = await ListAllAsync(place, "include_unpublished=" + unpublished, cancellation).ConfigureAwait(false);
            return
            [
                .. Answers.Items(answer.Json)
                    .Select(item => Answers.File(item, repository))
                    .OrderBy(file => file.File.Path.Value, StringComparer.Ordinal),
            ];
        }
    }

    private Task<VersionAddress?> FindVersionAsync(FileAddress file, CancellationToken cancellation) =>
        ReadAsync(GetAsync(Of("file_version", file), "", cancellation), answer =>
            answer.IsMissing || Answers.Text(answer.Json, "package") is not { } package
                || Answers.Text(answer.Json, "name") is not { } version
                ? null
                : Answers.Known(() => VersionAddress.Of(PackageAddress.Of(file.Repository, package), version)));

    private Task<HttpAnswer> GetAsync(string[] place, string query, CancellationToken cancellation) =>
        _connection.CallAsync(new(HttpMethod.Get, _service.Below(place, query)), null, cancellation);

    private Task<HttpAnswer> PostAsync(string[] place, HttpContent body, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Post, place, "", body, cancellation);

    private Task<HttpAnswer> PatchAsync(string[] place, HttpContent body, CancellationToken cancellation) =>
        CallAsync(new HttpMethod("PATCH"), place, "", body, cancellation);

    private Task DeleteAsync(string[] place, Secret? passphrase, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Delete, place, null, passphrase, cancellation);

    private Task<HttpAnswer> CallAsync(
        HttpMethod method, string[] place, HttpContent? body, Secret? passphrase, CancellationToken cancellation)
    {
        var message = new HttpRequestMessage(method, _service.Below(place)) { Content = body };
        AddHeader(message, SentSecrets.PassphraseHeader, passphrase?.Reveal());
        return ReadAsync(_connection.CallAsync(message, null, cancellation), answer => answer.Found());
    }

    private Task DeleteAsync(string[] place, string query, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Delete, place, query, null, cancellation);

    private Task<HttpAnswer> CallAsync(
        HttpMethod method, string[] place, string query, HttpContent? body, CancellationToken cancellation) =>
        ReadAsync(
            _connection.CallAsync(new HttpRequestMessage(method, _service.Below(place, query)) { Content = body }, null, cancellation),
            answer => answer.Found());

    private static string Given(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    /// <summary>A service that does not say how many there are is taken to have shown all.</summary>
    private static Page<T> PageOf<T>(HttpAnswer answer, int start, IReadOnlyList<T> items) =>
        int.TryParse(answer.Header("X-RangeLimit-Total"), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? new Page<T>(items, start, total)
            : new Page<T>(items, start, start + items.Count);

    /// <summary>One method for all answers: the runtime compiles each asynchronous method anew, and a push is short.</summary>
    private static async Task<T> ReadAsync<T>(Task<HttpAnswer> call, Func<HttpAnswer, T> read) => read(await call.ConfigureAwait(false));

    private static void AddHeader(HttpRequestMessage request, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static ServiceAnswer Plain(HttpAnswer answer) => new(answer.Warning);
}
