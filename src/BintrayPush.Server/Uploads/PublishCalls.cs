using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Publish, discard and delete (protocol reference, section 9).</summary>
internal sealed class PublishCalls(IBintray bintray, SigningData signing, ChangeWindow window, Action<VersionAddress> announce)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("POST", "content/{subject}/{repo}/{package}/{version}/publish", Needs.Promote, PublishAsync),
        new("DELETE", "content/{subject}/{repo}/{path*}", Needs.Publish, DeleteAsync),
    ];

    private async Task PublishAsync(Call call)
    {
        await window.RequireOpenAsync(call, call.Version);
        var fields = await call.ReadFieldsAsync();
        // JFrog's own script sends the text "false".
        if (fields.Flag("discard") == true)
        {
            await Answer.CountAsync(call.Http, await bintray.DiscardAsync(call.Version, call.Cancellation));
            return;
        }

        var request = new PublishRequest
        {
            Expected = ReadExpected(fields),
            Wait = fields.Number("publish_wait_for_secs") is { } seconds and >= 0 ? TimeSpan.FromSeconds(seconds) : null,
            Passphrase = await signing.PassphraseAsync(call, fields),
        };
        var answer = await bintray.PublishAsync(call.Version, request, call.Cancellation);
        if (answer.Files > 0)
        {
            announce(call.Version);
        }

        await Answer.CountAsync(call.Http, answer);
    }

    private async Task DeleteAsync(Call call)
    {
        await window.RequireOpenAsync(call, call.File);
        await bintray.DeleteFileAsync(call.File, call.Cancellation, await signing.PassphraseAsync(call));
        await Answer.SuccessAsync(call.Http);
    }

    /// <summary>This project's own: exactly these files, with these bytes, or nothing.</summary>
    public static IReadOnlyList<ExpectedFile>? ReadExpected(Fields fields) => fields["expected"] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } expected => [.. expected.EnumerateArray().Select(item => ReadExpectedFile(new Fields(item)))],
        _ => throw Refusal.BadRequest("'expected' must be a list of files"),
    };

    private static ExpectedFile ReadExpectedFile(Fields file) => new(
        RepositoryPath.Of(file.Text("path") ?? throw Refusal.BadRequest("an expected file has no path")),
        Checksums.Read("SHA-256", file.Text("sha256"), 64) ?? throw Refusal.BadRequest("an expected file has no sha256"));
}
