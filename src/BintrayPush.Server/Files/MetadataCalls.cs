using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Files;

/// <summary>Scheduling the calculation of repository metadata (protocol reference, section 11).</summary>
internal sealed class MetadataCalls(RepositoryFacts facts)
{
    public IEnumerable<CallRoute> Routes => [new("POST", "calc_metadata/{subject}/{repo}/{path*}", Needs.Publish, ScheduleAsync)];

    private async Task ScheduleAsync(Call call)
    {
        var fact = await facts.FindAsync(call.Repository, call.Cancellation) ?? throw Refusal.NoRepository(call.Repository.Name);
        if (fact.Type == RepositoryTypes.Generic)
        {
            throw Refusal.BadRequest("It is not possible to calculate index for Generic repositories.");
        }

        var path = string.Join('/', [call.Repository.Subject, call.Repository.Name, .. call.Rest]);
        await Answer.MessageAsync(
            call.Http,
            StatusCodes.Status202Accepted,
            $"Metadata calculation was scheduled for '{path}'",
            $"this server keeps no index files for repositories of type {fact.Type}");
    }
}
