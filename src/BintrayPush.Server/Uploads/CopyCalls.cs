using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Files of contents that the server has: this project's own (docs/server.md, "What this server adds"). What is copied is an upload by all
/// rules of the repository that it goes to, and a download by those of the other one.
/// </summary>
internal sealed class CopyCalls(
    IBintray bintray, RepositoryFacts facts, AccessRules access, ChangeWindow window, ServerSettings settings)
{
    public IEnumerable<CallRoute> Routes =>
        [new("POST", "content/{subject}/{repo}/{package}/{version}/copy", Needs.Stage, CopyAsync)];

    private async Task CopyAsync(Call call)
    {
        await window.RequireOpenAsync(call, call.Version);
        var fields = await call.ReadFieldsAsync();
        var from = new Fields(fields["from"] ?? throw Refusal.BadRequest("'from' must be the file that is copied"));
        var source = new FileAddress(
            RepositoryAddress.Of(Required(from, "subject"), Required(from, "repo")), RepositoryPath.Of(Required(from, "path")));
        await access.RequireReadAsync(call, source.Repository);
        var upload = new UploadRequest
        {
            Version = call.Version,
            Path = RepositoryPath.Of(fields.Text("path") ?? source.Path.Value),
            Override = fields.Flag("override") == true,
            Sha256 = Checksums.Read("SHA-256", fields.Text("sha256"), 64) ?? throw Refusal.BadRequest("a copy has no sha256"),
        };
        await CheckAsync(upload, source, call.Cancellation);
        var answer = await bintray.CopyFileAsync(upload, source, call.Cancellation);
        call.Http.Response.Headers["X-Checksum-Sha2"] = answer.Sha256;
        await Answer.SuccessAsync(call.Http, StatusCodes.Status201Created, answer.Warning);
    }

    /// <summary>What this server looks at in an upload before the store does.</summary>
    private async Task CheckAsync(UploadRequest upload, FileAddress source, CancellationToken cancellation)
    {
        using var file = await bintray.DownloadAsync(source, includeUnpublished: false, cancellation)
            ?? throw Refusal.NoFile(source.Path.Value);
        if (settings.MaxUploadBytes > 0 && file.File.Size > settings.MaxUploadBytes)
        {
            throw Refusal.TooLarge("the file", settings.MaxUploadBytes);
        }

        var path = upload.Path.Value.Split('/');
        if (MavenPom.IsPom(path)
            && await facts.FindAsync(upload.Version.Repository, cancellation) is { Type: RepositoryTypes.Maven })
        {
            using var pom = await MavenPom.ReadAsync(path, file.Content, cancellation);
        }
    }

    private static string Required(Fields from, string name) =>
        from.Text(name) ?? throw Refusal.BadRequest($"the file that is copied has no {name}");
}
