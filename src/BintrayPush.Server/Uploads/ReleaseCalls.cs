using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Many versions of a subject, public at one moment: this project's own (docs/server.md, "What this server adds").</summary>
internal sealed class ReleaseCalls(IBintray bintray, SigningData signing, ChangeWindow window, Action<VersionAddress> announce)
{
    public IEnumerable<CallRoute> Routes => [new("POST", "releases/{subject}", Needs.Promote, PublishAsync)];

    private async Task PublishAsync(Call call)
    {
        var fields = await call.ReadReleaseAsync();
        var passphrase = await signing.PassphraseAsync(call, fields);
        var versions = ReadVersions(call.Subject, fields).ConvertAll(version => version with { Passphrase = passphrase });
        foreach (var version in versions)
        {
            await window.RequireOpenAsync(call, version.Version);
        }

        var answer = await bintray.PublishReleaseAsync(versions, call.Cancellation);
        foreach (var version in answer.Versions)
        {
            announce(version);
        }

        await Answer.CountAsync(call.Http, answer);
    }

    private static List<ReleasedVersion> ReadVersions(string subject, Fields fields) =>
        fields["versions"] is { ValueKind: JsonValueKind.Array } versions
            ? [.. versions.EnumerateArray().Select(item => ReadVersion(subject, new Fields(item)))]
            : throw Refusal.BadRequest("'versions' must be a list of versions");

    private static ReleasedVersion ReadVersion(string subject, Fields fields)
    {
        var package = PackageAddress.Of(RepositoryAddress.Of(subject, Required(fields, "repo")), Required(fields, "package"));
        return new ReleasedVersion(
            VersionAddress.Of(package, Required(fields, "version")), PublishCalls.ReadExpected(fields));
    }

    private static string Required(Fields fields, string name) =>
        fields.Text(name) ?? throw Refusal.BadRequest($"a version of a release has no {name}");
}
