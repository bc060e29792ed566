using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Access;

/// <summary>Who may do what.</summary>
internal sealed class AccessRules(RepositoryFacts facts, bool anonymousRead, SignedAddresses? addresses)
{
    /// <summary>Lets a call pass or refuses it, before anything of its body is read.</summary>
    /// <exception cref="BintrayException">401: log in; 403: not with these rights; 404: nothing that this caller may know of.</exception>
    public async Task RequireAsync(Call call, Needs needs)
    {
        switch (needs)
        {
            case Needs.Nothing:
                break;
            case Needs.User when call.Caller.IsAnonymous:
                throw Refusal.Unauthenticated();
            case Needs.User:
                break;
            case Needs.Download when addresses?.Fits(call) == true:
                break;
            case Needs.Read or Needs.Download:
                await RequireReadAsync(call, call.Subject, call.HasRepository ? call.Repository : null);
                break;
            case Needs.Member when call.Caller.IsAnonymous:
                throw Refusal.Unauthenticated();
            case Needs.Member when call.Caller.RoleOn(call.Subject) == Role.None:
                throw Refusal.Forbidden();
            case Needs.Member:
                break;
            case Needs.Publish:
                Require(call, call.Subject, Role.Publish);
                break;
            case Needs.Waiting:
                RequireWaiting(call);
                break;
            case Needs.Stage:
                Require(call, call.Subject, Role.Stage);
                break;
            case Needs.Promote:
                Require(call, call.Subject, Role.Promote);
                break;
            case Needs.Admin:
                Require(call, call.Subject, Role.Admin);
                break;
            case Needs.Staged:
                RequireStaged(call);
                break;
            case Needs.StagedChange:
                RequireStaged(call);
                Require(call, call.Subject, Role.Stage);
                break;
            case Needs.StagedPromote:
                RequireStaged(call);
                Require(call, call.Subject, Role.Promote);
                break;
        }
    }

    /// <summary>Insists on either half of publish rights, where reading would be allowed anyway.</summary>
    public static void RequireWaiting(Call call)
    {
        if (!call.Caller.RoleOn(call.Subject).Includes(Role.Promote))
        {
            Require(call, call.Subject, Role.Stage);
        }
    }

    /// <summary>Insists on the right to make something public at once, where bringing it would be allowed.</summary>
    public static void RequirePromote(Call call) => Require(call, call.Subject, Role.Promote);

    /// <summary>Insists on publish rights on another subject than the one in the path.</summary>
    public static void RequirePublish(Call call, string subject) => Require(call, subject, Role.Publish);

    /// <summary>Whether a caller may see a repository.</summary>
    public bool MayRead(Caller caller, Repository repository) =>
        caller.RoleOn(repository.Address.Subject) >= Role.Read
        || (repository.Details.Private != true && (anonymousRead || !caller.IsAnonymous));

    /// <summary>
    /// What is staged does not exist for others, whether it does or not. NuGet's clients show a login only to who asks for it, so they are
    /// asked: they could never restore from a staged feed otherwise.
    /// </summary>
    private static void RequireStaged(Call call)
    {
        if (call.Caller.RoleOn(call.Subject) < Role.Stage)
        {
            throw call.Caller.IsAnonymous && NuGetKey.IsWithheld(call.Http.Request)
                ? Refusal.Unauthenticated()
                : Refusal.NoRoute(call.Target.Shown);
        }
    }

    private static void Require(Call call, string subject, Role role)
    {
        if (!call.Caller.RoleOn(subject).Includes(role))
        {
            throw call.Caller.IsAnonymous
                ? Refusal.Unauthenticated()
                : Refusal.Forbidden(role.Word(), subject);
        }
    }

    /// <summary>Insists that a caller may read in another repository than the one in the path.</summary>
    public Task RequireReadAsync(Call call, RepositoryAddress repository) => RequireReadAsync(call, repository.Subject, repository);

    /// <summary>
    /// Private repositories do not exist for users without a role; anonymous callers are asked to log in, so that clients which wait
    /// for a challenge get one (reference 1.2). A repository that is not there gets the same answers: who may not know of a private one
    /// cannot find its name by trying.
    /// </summary>
    private async Task RequireReadAsync(Call call, string subject, RepositoryAddress? repository)
    {
        if (call.Caller.RoleOn(subject) >= Role.Read)
        {
            return;
        }

        if (call.Caller.IsAnonymous && !anonymousRead)
        {
            throw Refusal.Unauthenticated();
        }

        if (repository is not null && await facts.FindAsync(repository, call.Cancellation) is not { IsPrivate: false })
        {
            throw call.Caller.IsAnonymous ? Refusal.Unauthenticated() : Refusal.NoRepository(repository.Name);
        }
    }
}
