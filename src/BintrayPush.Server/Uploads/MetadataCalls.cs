using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Making the index of a repository anew (protocol reference, section 11). The answer says, as the original service did, that it was
/// scheduled; here it is made by then.
/// </summary>
internal sealed class MetadataCalls(IBintray bintray, SigningData signing)
{
    public IEnumerable<CallRoute> Routes => [new("POST", "calc_metadata/{subject}/{repo}/{path*}", Needs.Publish, ScheduleAsync)];

    private async Task ScheduleAsync(Call call)
    {
        var answer = await bintray.CalculateMetadataAsync(
            call.Repository, await signing.PassphraseAsync(call, await call.ReadFieldsAsync()), call.Cancellation);
        var path = string.Join('/', [call.Repository.Subject, call.Repository.Name, .. call.Rest]);
        await Answer.MessageAsync(
            call.Http,
            StatusCodes.Status202Accepted,
            $"Metadata calculation was scheduled for '{path}'",
            answer.Warning);
    }
}
