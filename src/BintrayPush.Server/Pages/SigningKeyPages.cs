using BintrayPush.Api.Service;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Server.Pages;

/// <summary>
/// The public keys of a subject, which the server tells everybody who asks for them: those who check signatures need them. A subject
/// without any is the same as one that does not exist.
/// </summary>
internal sealed class SigningKeyPages(SubjectKeys keys, UserRecords users, PageHandling pages)
{
    public IEnumerable<CallRoute> Routes => [pages.Route("GET", "/signing-keys/{subject}", Needs.Nothing, ShowAsync)];

    private async Task<PageContent?> ShowAsync(Call call, PageContext context)
    {
        var subject = RepositoryAddress.SubjectOf(call.Subject);
        var found = await ListAsync(subject, call.Cancellation);
        if (found.Count == 0 && await users.FindPublicKeyAsync(subject, call.Cancellation) is null)
        {
            throw Refusal.NoKey(subject);
        }

        return new(typeof(SigningKeysPage), new()
        {
            [nameof(SigningKeysPage.Context)] = context,
            [nameof(SigningKeysPage.Subject)] = subject,
            [nameof(SigningKeysPage.Keys)] = Answer.PageOf(call, found),
            [nameof(SigningKeysPage.MayPublish)] = call.Caller.RoleOn(subject).Includes(Role.Publish),
        });
    }

    private async Task<IReadOnlyList<SubjectKey>> ListAsync(string subject, CancellationToken cancellation)
    {
        try
        {
            return await keys.ListAsync(subject, cancellation);
        }
        catch (BintrayException damage) when (damage.Status == BintrayException.BadRequest)
        {
            throw new BintrayException(BintrayException.Unavailable, "the record of a key is damaged", damage);
        }
    }
}
